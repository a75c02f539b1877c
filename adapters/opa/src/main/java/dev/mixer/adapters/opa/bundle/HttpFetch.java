package dev.mixer.adapters.opa.bundle;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one resource of a web server again and again, and only what has changed (RFC 9110, 8.8.3 and 13.1.2). Limits time and size. For
 * one thread at a time, but for {@link #close}.
 */
public final class HttpFetch implements AutoCloseable {
    private static final int MOST_REDIRECTS = 5;

    private final Target target;
    private final HttpClient client;

    /**
     * What to fetch.
     *
     * @param headers sent to the server of {@code uri} and to no other that it may redirect to; may be secret
     * @param limit how long a fetch may take, its body included
     * @param largest how many bytes the body may have
     */
    public record Target(URI uri, Map<String, String> headers, Duration limit, long largest) {
        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /** What the server said. */
    public sealed interface Answer {}

    /**
     * The resource.
     *
     * @param version its entity tag; null: it has none
     * @param type its content type; empty: none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Content(byte[] body, @Nullable String version, String type) implements Answer {}

    /** The version that was told is the one of now. */
    public record Unchanged() implements Answer {}

    /**
     * Opens no connection yet.
     *
     * @param trust whom to trust; absent: the JDK's authorities
     */
    public HttpFetch(Target target, Optional<SSLContext> trust) {
        this.target = target;
        // Redirects are followed here, so that secrets do not follow them.
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(target.limit())
                .followRedirects(HttpClient.Redirect.NEVER);
        trust.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /** What is fetched. */
    URI uri() {
        return target.uri();
    }

    /**
     * Fetches.
     *
     * @param seen the version that is there; null: none
     * @param more headers of this time
     * @param patience how much longer than usual it may take
     */
    public Answer fetch(@Nullable String seen, Map<String, String> more, Duration patience)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + target.limit().plus(patience).toNanos();
        var uri = target.uri();
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            var response = send(request(uri, seen, more), deadline);
            var location = response.headers().firstValue("Location");
            switch (response.statusCode()) {
                case 200 -> {
                    return new Content(
                            response.body(),
                            response.headers().firstValue("ETag").orElse(null),
                            response.headers().firstValue("Content-Type").orElse(""));
                }
                case 304 -> {
                    if (seen == null) {
                        throw new IOException(
                                target + " answered that nothing has changed (304), but nothing was had before");
                    }
                    return new Unchanged();
                }
                case 301, 302, 303, 307, 308 -> uri = redirected(uri, location);
                default -> throw new IOException(target + " answered with status " + response.statusCode());
            }
        }
        throw new IOException(target + " redirects more than " + MOST_REDIRECTS + " times");
    }

    private URI redirected(URI from, Optional<String> location) throws IOException {
        try {
            var to = from.resolve(location.orElseThrow(() -> new IOException(target + " redirects to nowhere")));
            boolean web = "https".equalsIgnoreCase(to.getScheme())
                    || ("http".equalsIgnoreCase(to.getScheme()) && !"https".equalsIgnoreCase(from.getScheme()));
            if (web && to.getHost() != null) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new IOException(target + " redirects to where it must not: " + location.orElse(""));
    }

    private HttpRequest request(URI uri, @Nullable String seen, Map<String, String> more) {
        var request = HttpRequest.newBuilder(uri).GET();
        more.forEach(request::header);
        if (origin(uri).equals(origin(target.uri()))) {
            target.headers().forEach(request::header);
        }
        if (seen != null) {
            request.header("If-None-Match", seen);
        }
        return request.build();
    }

    private static List<Object> origin(URI uri) {
        return List.of(
                Objects.requireNonNullElse(uri.getScheme(), ""),
                Objects.requireNonNullElse(uri.getHost(), ""),
                uri.getPort());
    }

    /** Asynchronous, because the time limit of a plain request ends with the headers and would let a body drip for ever. */
    private HttpResponse<byte[]> send(HttpRequest request, long deadline) throws IOException, InterruptedException {
        var answer = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), target.largest()));
        try {
            return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(target + " cannot be read: " + describe(cause), cause);
        } catch (TimeoutException e) {
            throw new IOException(target + " has not answered in time", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String describe(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

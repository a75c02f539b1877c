package dev.mixer.adapters.jwt;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A key set on a web server. Versions are entity tags (RFC 9110, 8.8.3). */
final class HttpProvider implements Provider {
    private final URI uri;
    private final Duration limit;
    private final HttpClient client;

    /**
     * Opens no connection yet.
     *
     * @param limit how long a whole fetch may take, its body included
     * @param trust whom to trust; absent: the JDK's authorities
     */
    HttpProvider(URI uri, Duration limit, @Nullable SSLContext trust) {
        this(client(limit, trust), uri, limit);
    }

    /** With a client that may be shared. */
    HttpProvider(HttpClient client, URI uri, Duration limit) {
        this.uri = uri;
        this.limit = limit;
        this.client = client;
    }

    static HttpClient client(Duration limit, @Nullable SSLContext trust) {
        // Redirects of this kind never lead from https to http.
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NORMAL);
        if (trust != null) {
            builder.sslContext(trust);
        }
        return builder.build();
    }

    URI uri() {
        return uri;
    }

    @Override
    public Fetched fetch(@Nullable Object seen) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri).header("Accept", "application/json").GET();
        if (seen instanceof String tag) {
            request.header("If-None-Match", tag);
        }
        var response = send(request.build());
        return switch (response.statusCode()) {
            case 200 ->
                new Content(
                        new String(response.body(), StandardCharsets.UTF_8),
                        response.headers().firstValue("ETag").orElse(null));
            case 304 -> new Unchanged();
            default -> throw new IOException(uri + " answered with status " + response.statusCode());
        };
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** Asynchronous, because the time limit of a plain request ends with the headers and would let a body drip for ever. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), SIZE_LIMIT));
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(uri + " cannot be read: " + describe(cause), cause);
        } catch (TimeoutException e) {
            throw new IOException(uri + " has not answered within " + limit.toMillis() + " ms", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String describe(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}

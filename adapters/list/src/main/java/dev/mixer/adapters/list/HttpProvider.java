package dev.mixer.adapters.list;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A list on a web server. Versions are entity tags (RFC 9110, 8.8.3). */
final class HttpProvider implements Provider {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    private final URI uri;
    private final Duration limit;
    private final Authorities trust;
    private @Nullable HttpClient client;
    private @Nullable SSLContext trusted;
    private boolean closed;

    /**
     * Opens no connection and no file yet.
     *
     * @param caFile authorities of the server's certificate; empty: those that the JDK knows
     * @param limit how long a whole fetch may take, its body included
     */
    HttpProvider(URI uri, Optional<Path> caFile, Duration limit) {
        this.uri = uri;
        this.limit = limit;
        this.trust = new Authorities(caFile);
    }

    @Override
    public Fetched fetch(@Nullable Object seen) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).GET();
        if (seen instanceof String tag) {
            request.header("If-None-Match", tag);
        }
        var response = send(request.build());
        return switch (response.statusCode()) {
            case 200 ->
                new Content(
                        response.body(), response.headers().firstValue("ETag").orElse(null));
            case 304 -> new Unchanged();
            default -> throw new IOException(uri + " answered with status " + response.statusCode());
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.shutdownNow();
        }
    }

    /** The client; a new one where the authorities in the file have changed. */
    private synchronized HttpClient client() throws IOException {
        if (closed) {
            throw new IOException(uri + " is no longer asked for");
        }
        var context = trust.context();
        if (client == null || !context.equals(trusted)) {
            if (client != null) {
                client.shutdown();
            }
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_LIMIT)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .sslContext(context)
                    .build();
            trusted = context;
        }
        return client;
    }

    /** Asynchronous, because the time limit of a plain request ends with the headers and would let a body drip for ever. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        var answer = client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), SIZE_LIMIT));
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
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return "its certificate is not accepted: " + cause.getMessage()
                        + "; ca_file names the authorities that it may be of";
            }
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}

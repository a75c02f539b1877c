package dev.mixer.adapters.sending;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;

/** Posts bodies to one server. Redirects are not followed: a batch goes where the configuration says. */
public final class HttpPost implements AutoCloseable {
    private static final int ANSWER_LIMIT = 1 << 20;

    private final HttpClient client;
    private final Map<String, Secret> headers;
    private final boolean gzip;
    private final Duration limit;

    /**
     * Opens no connection yet.
     *
     * @param headers sent with every request
     * @param gzip whether bodies are compressed
     * @param limit how long a whole request may take
     */
    public HttpPost(Tls tls, Map<String, Secret> headers, boolean gzip, Duration limit) throws AdapterException {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(tls.context())
                .build();
        this.headers = Map.copyOf(headers);
        this.gzip = gzip;
        this.limit = limit;
    }

    /**
     * Posts a body and waits for the whole answer.
     *
     * @throws AdapterException transient, if there was no answer
     */
    public HttpAnswer post(URI uri, String contentType, byte[] body) throws AdapterException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).header("Content-Type", contentType);
        headers.forEach((name, value) -> request.setHeader(name, value.reveal()));
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        request.POST(BodyPublishers.ofByteArray(gzip ? compressed(body) : body));
        // Asynchronous, because the time limit of a plain request ends with the headers and would let a body drip for
        // ever.
        var answer = client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_LIMIT));
        try {
            var response = answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return new HttpAnswer(uri, response.statusCode(), response.headers(), response.body());
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw AdapterException.transientFailure(uri + " cannot be reached: " + describe(cause), cause);
        } catch (TimeoutException e) {
            throw AdapterException.transientFailure(uri + " has not answered within " + limit.toMillis() + " ms", e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static byte[] compressed(byte[] body) {
        var out = new ByteArrayOutputStream(body.length / 4 + 64);
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }

    private static String describe(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}

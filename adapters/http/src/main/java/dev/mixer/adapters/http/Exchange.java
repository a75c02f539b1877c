package dev.mixer.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AdapterException.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/** One request at a time to one server. The time limit holds for the answer's body too, which counts for nothing. */
final class Exchange implements AutoCloseable {
    private static final int LARGEST_BODY = 64 << 10;

    private final String url;
    private final Duration limit;
    private final InstantSource clock;
    private final HttpClient client;

    Exchange(URI url, Duration limit, Optional<SSLContext> trust, InstantSource clock) {
        this.url = url.toString();
        this.limit = limit;
        this.clock = clock;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NEVER);
        trust.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /**
     * Posts and waits.
     *
     * @return why the server has not taken the request; empty: it has
     * @throws AdapterException if it has not answered, always transient
     */
    Optional<Answer> post(HttpRequest request) throws AdapterException, InterruptedException {
        // Once there is a status the request is answered, whatever becomes of the body.
        var status = new AtomicReference<ResponseInfo>();
        var response = client.sendAsync(request, head(status));
        String text = "";
        try {
            text = response.get(limit.toMillis(), TimeUnit.MILLISECONDS).body();
        } catch (ExecutionException e) {
            if (status.get() == null) {
                var cause = e.getCause() == null ? e : e.getCause();
                throw AdapterException.transientFailure(url + " cannot be reached: " + describe(cause), cause);
            }
        } catch (TimeoutException e) {
            if (status.get() == null) {
                throw AdapterException.transientFailure(
                        url + " has not answered within " + limit.toMillis() + " ms", e);
            }
        } finally {
            response.cancel(true);
        }
        return meaning(status.get(), text);
    }

    private static BodyHandler<String> head(AtomicReference<ResponseInfo> status) {
        return info -> {
            status.set(info);
            return Answer.isTaken(info.statusCode())
                    ? BodySubscribers.replacing("")
                    : BodySubscribers.limiting(BodySubscribers.ofString(UTF_8), LARGEST_BODY);
        };
    }

    private Optional<Answer> meaning(ResponseInfo info, String text) {
        int status = info.statusCode();
        HttpHeaders headers = info.headers();
        if (Answer.isTaken(status)) {
            return Optional.empty();
        }
        return Optional.of(
                status >= 300 && status < 400
                        ? Answer.redirect(url, status, headers.firstValue("Location"))
                        : Answer.of(url, status, headers.firstValue("Retry-After"), text, clock.instant()));
    }

    private static String describe(Throwable failure) {
        var root = failure;
        while (root.getCause() != null && root.getMessage() == null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? failure.getClass().getSimpleName() : root.getMessage();
    }

    /** What a request that is not answered is. */
    static Answer unanswered(AdapterException failure) {
        return new Answer(Kind.TRANSIENT, String.valueOf(failure.getMessage()), failure.retryAfter());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

package dev.mixer.adapters.opentelemetry;

import dev.mixer.adapters.sending.HttpPost;
import dev.mixer.spi.AdapterException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;

/** OTLP/HTTP with protobuf. */
final class HttpTransport implements Transport {
    /** What the specification has retried, and refusals of the host rather than of what it sent. */
    private static final Set<Integer> TRANSIENT = Set.of(429, 502, 503, 504, 401, 403, 404, 408);

    private static final int CLIENT_ERROR = 4;

    private final HttpPost post;
    private final String base;
    private final InstantSource clock;

    HttpTransport(URI endpoint, HttpPost post, InstantSource clock) {
        this.base = endpoint.toString().replaceAll("/+$", "");
        this.post = post;
        this.clock = clock;
    }

    @Override
    public byte[] export(Signal signal, byte[] request) throws AdapterException, InterruptedException {
        var answer = post.post(URI.create(base + signal.path()), "application/x-protobuf", request);
        if (answer.succeeded()) {
            return answer.body();
        }
        boolean redirect = answer.status() / 100 < CLIENT_ERROR;
        throw redirect || TRANSIENT.contains(answer.status())
                ? answer.transientFailure(clock)
                : answer.permanentFailure();
    }

    @Override
    public void close() {
        post.close();
    }
}

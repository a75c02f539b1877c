package dev.mixer.adapters.zipkin;

import dev.mixer.adapters.sending.Health;
import dev.mixer.adapters.sending.HttpAnswer;
import dev.mixer.adapters.sending.HttpPost;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import dev.mixer.spi.Sender;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Posts batches. Zipkin takes a batch or refuses it as a whole. */
final class ZipkinSender implements Sender {
    /** Refusals of the host or of the moment, not of what was sent. */
    private static final Set<Integer> NOT_OF_THE_SPANS = Set.of(401, 403, 404, 408, 429);

    private final URI uri;
    private final HttpPost post;
    private final InstantSource clock;
    private final Health health;

    ZipkinSender(URI uri, HttpPost post, InstantSource clock, Health health) {
        this.uri = uri;
        this.post = post;
        this.clock = clock;
        this.health = health;
    }

    @Override
    public Receipt send(List<Parcel> batch) throws AdapterException, InterruptedException {
        var body = SpanJson.list(batch);
        if (body.isEmpty()) {
            return Receipt.COMPLETE;
        }
        try {
            var answer = post.post(uri, "application/json", body.get());
            if (!answer.succeeded()) {
                throw failure(answer);
            }
        } catch (AdapterException e) {
            health.failed(String.valueOf(e.getMessage()));
            throw e;
        }
        health.succeeded();
        return Receipt.COMPLETE;
    }

    private AdapterException failure(HttpAnswer answer) {
        boolean ofTheSpans = answer.status() / 100 == 4 && !NOT_OF_THE_SPANS.contains(answer.status());
        return ofTheSpans ? answer.permanentFailure() : answer.transientFailure(clock);
    }
}

package dev.mixer.adapters.kafka;

import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** What has become of each record of one batch. For one thread. */
final class Attempt {
    private final @Nullable Sent[] sent;
    private final @Nullable Failure[] failures;
    private final Map<String, Failure> stoppedTopics = new HashMap<>();
    private @Nullable Failure stopped;

    private record Sent(String topic, Future<RecordMetadata> answer) {}

    Attempt(int records) {
        this.sent = new Sent[records];
        this.failures = new Failure[records];
    }

    /** Why no more records of this topic are handed over, which would pass those before them; null: they are. */
    @Nullable
    Failure stopped(String topic) {
        return stopped != null ? stopped : stoppedTopics.get(topic);
    }

    void sent(int index, String topic, Future<RecordMetadata> answer, String servers) {
        if (answer.state() == Future.State.FAILED) {
            fail(index, topic, Failure.of(answer.exceptionNow(), topic, servers));
        } else {
            sent[index] = new Sent(topic, answer);
        }
    }

    void fail(int index, Failure failure) {
        failures[index] = failure;
    }

    private void fail(int index, String topic, Failure failure) {
        fail(index, failure);
        switch (failure.scope()) {
            case RECORD -> {}
            case TOPIC -> stoppedTopics.putIfAbsent(topic, failure);
            case CLUSTER, PRODUCER -> stopped = stopped == null ? failure : stopped;
        }
    }

    /** Waits for what was handed over; the producer itself ends that after its delivery timeout. */
    void await(String servers) throws InterruptedException {
        for (int i = 0; i < sent.length; i++) {
            var one = sent[i];
            if (one == null) {
                continue;
            }
            try {
                var _ = one.answer().get();
            } catch (ExecutionException e) {
                var cause = e.getCause() == null ? e : e.getCause();
                failures[i] = Failure.of(cause, one.topic(), servers);
            }
        }
    }

    /** The transient failure that concerns most; null: there is none. */
    @Nullable
    Failure worstTransient() {
        Failure worst = null;
        for (var failure : failures) {
            if (failure != null
                    && failure.kind() == Kind.TRANSIENT
                    && (worst == null || failure.scope().compareTo(worst.scope()) > 0)) {
                worst = failure;
            }
        }
        return worst;
    }

    boolean allTransient() {
        for (var failure : failures) {
            if (failure == null || failure.kind() != Kind.TRANSIENT) {
                return false;
            }
        }
        return true;
    }

    Receipt receipt() {
        var unsent = new ArrayList<Receipt.Unsent>();
        for (int i = 0; i < failures.length; i++) {
            var failure = failures[i];
            if (failure != null) {
                unsent.add(new Receipt.Unsent(i, failure.kind(), failure.reason()));
            }
        }
        return unsent.isEmpty() ? Receipt.COMPLETE : new Receipt(unsent);
    }
}

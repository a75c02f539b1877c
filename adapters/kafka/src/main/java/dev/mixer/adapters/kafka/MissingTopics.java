package dev.mixer.adapters.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Topics that could not be written to a moment ago. To find out that a topic is missing takes the client library seconds,
 * in which the records of all others would wait. For one thread at a time.
 */
final class MissingTopics {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Map<String, Missing> topics = new HashMap<>();

    private record Missing(Instant until, Failure failure) {}

    MissingTopics(InstantSource clock) {
        this.clock = clock;
    }

    void add(String topic, Failure failure) {
        topics.putIfAbsent(topic, new Missing(clock.instant().plus(PAUSE), failure));
    }

    /** Why the topic is not tried now; null: it may be. */
    @Nullable
    Failure of(String topic) {
        var missing = topics.get(topic);
        if (missing == null) {
            return null;
        }
        if (clock.instant().isBefore(missing.until())) {
            return missing.failure();
        }
        topics.remove(topic);
        return null;
    }
}

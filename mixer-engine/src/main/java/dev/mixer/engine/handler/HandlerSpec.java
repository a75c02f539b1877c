package dev.mixer.engine.handler;

import static java.util.Objects.requireNonNull;

import dev.mixer.engine.config.spec.Durability;
import dev.mixer.engine.config.spec.FailurePolicy;
import dev.mixer.engine.delivery.DeliverySettings;
import dev.mixer.engine.plugin.InstalledAdapter;
import java.time.Duration;

/**
 * A handler as a configuration wants it.
 *
 * @param name {@code name.namespace}
 * @param adapter the code
 * @param parameters of the adapter's parameters type
 * @param failurePolicy what a failure means for a check
 * @param timeLimit the longest that a call may take, positive
 * @param maxConcurrentCalls bound on calls that may block, at least 1
 * @param delivery how its records are kept and sent, where it delivers any
 */
public record HandlerSpec(
        String name,
        InstalledAdapter adapter,
        Record parameters,
        FailurePolicy failurePolicy,
        Duration timeLimit,
        int maxConcurrentCalls,
        DeliverySettings delivery) {
    /** The longest that a call takes where the configuration does not say. */
    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofMillis(200);

    /** How many calls that may block run at once where the configuration does not say. */
    public static final int DEFAULT_MAX_CONCURRENT_CALLS = 64;

    public HandlerSpec {
        requireNonNull(name, "name");
        requireNonNull(adapter, "adapter");
        requireNonNull(parameters, "parameters");
        requireNonNull(failurePolicy, "failurePolicy");
        requireNonNull(delivery, "delivery");
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("time limit " + timeLimit + " is not positive");
        }
        if (maxConcurrentCalls < 1) {
            throw new IllegalArgumentException("maxConcurrentCalls " + maxConcurrentCalls + " is below 1");
        }
    }

    /** One of the host's own making, which delivers nothing. */
    public HandlerSpec(
            String name, InstalledAdapter adapter, Record parameters, FailurePolicy failurePolicy, Duration timeLimit) {
        this(
                name,
                adapter,
                parameters,
                failurePolicy,
                timeLimit,
                DEFAULT_MAX_CONCURRENT_CALLS,
                DeliverySettings.of(Durability.MEMORY));
    }

    boolean opensLike(HandlerSpec other) {
        return sameAdapter(other)
                && parameters.equals(other.parameters)
                && maxConcurrentCalls == other.maxConcurrentCalls;
    }

    boolean sameAdapter(HandlerSpec other) {
        return adapter.adapter().equals(other.adapter.adapter())
                && adapter.digest().equals(other.adapter.digest());
    }
}

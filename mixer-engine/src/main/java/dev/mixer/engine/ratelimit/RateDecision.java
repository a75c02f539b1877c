package dev.mixer.engine.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request.
 *
 * @param over whether the request must not pass
 * @param retryAfter when it may be worth asking again: the longest wait of the limits that refuse; zero where none does
 * @param statuses one for each descriptor, in order
 * @param metadata of the limits that let their descriptor pass, in order, without those that have none
 */
public record RateDecision(
        boolean over, Duration retryAfter, List<Status> statuses, List<Map<String, @Nullable Object>> metadata) {
    /** An answer that no limit has made. */
    public static RateDecision of(boolean over, List<Status> statuses) {
        return new RateDecision(over, Duration.ZERO, statuses, List.of());
    }

    public RateDecision {
        statuses = List.copyOf(statuses);
        metadata = List.copyOf(metadata);
    }

    /**
     * How one descriptor stands.
     *
     * @param over whether its limit is reached
     * @param limit null: none counts for it
     * @param name of the limit in the configuration; empty: none
     * @param remaining what is left in the window
     * @param resetIn when there will be more
     */
    public record Status(boolean over, @Nullable RateLimit limit, String name, long remaining, Duration resetIn) {
        /** Nothing limits it. */
        public static final Status FREE = new Status(false, null, "", 0, Duration.ZERO);

        /** Nobody could say. */
        public static final Status REFUSED = new Status(true, null, "", 0, Duration.ZERO);

        /** An exception from a limit. */
        public static final Status UNLIMITED = new Status(false, null, "", Long.MAX_VALUE, Duration.ZERO);
    }
}

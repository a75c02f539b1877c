package dev.mixer.engine.ratelimit;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request.
 *
 * @param over whether the request must not pass
 * @param statuses one for each descriptor, in order
 */
public record RateDecision(boolean over, List<Status> statuses) {
    public RateDecision {
        statuses = List.copyOf(statuses);
    }

    /**
     * How one descriptor stands.
     *
     * @param over whether its limit is reached
     * @param limit null: none counts for it
     * @param remaining what is left in the window; of no meaning without a limit
     * @param resetIn when there will be more
     */
    public record Status(boolean over, @Nullable RateLimit limit, long remaining, Duration resetIn) {
        /** Nothing limits it. */
        public static final Status FREE = new Status(false, null, 0, Duration.ZERO);

        /** Nobody could say. */
        public static final Status REFUSED = new Status(true, null, 0, Duration.ZERO);
    }
}

package dev.mixer.spi.template;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.Description;
import dev.mixer.spi.QuotaInstance;
import dev.mixer.spi.Template;
import java.time.Duration;

/**
 * A counter that brings its own limit. It counts in fixed windows whose starts are multiples of their length since
 * 1970-01-01T00:00:00Z, so that all hosts and all backends mean the same window. One key with two lengths of window names
 * two counters; the limit is no part of the name, so an edited limit applies to what was counted already.
 *
 * @param key tells one counter from another
 * @param limit how much may be taken in each window, at least 0
 * @param window how long a window is, positive
 */
@Template("ratelimit")
public record RateLimit(
        @Description("Tells one counter from another.") String key,

        @Description("How much may be taken in each window, at least 0.")
        long limit,

        @Description("How long a window is; windows start at multiples of it since 1970.")
        Duration window)
        implements QuotaInstance {
    public RateLimit {
        requireNonNull(key, "key");
        if (limit < 0) {
            throw new IllegalArgumentException("limit " + limit + " is negative");
        }
        if (!window.isPositive()) {
            throw new IllegalArgumentException("window " + window + " is not positive");
        }
    }
}

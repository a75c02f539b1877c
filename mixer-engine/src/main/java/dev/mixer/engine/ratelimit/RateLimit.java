package dev.mixer.engine.ratelimit;

import static java.util.Objects.requireNonNull;

import dev.mixer.engine.config.ratelimit.RateUnit;

/**
 * How much each window lets pass.
 *
 * @param requests at least 0
 * @param unit how long a window is
 */
public record RateLimit(long requests, RateUnit unit) {
    public RateLimit {
        requireNonNull(unit, "unit");
    }
}

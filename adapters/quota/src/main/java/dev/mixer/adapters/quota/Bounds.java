package dev.mixer.adapters.quota;

import java.time.Duration;

/**
 * What counters may cost.
 *
 * @param maxKeys how many counters there may be, at least 1; and about how many ids of requests
 * @param dedup how long the id of a request is known at least, not negative
 */
public record Bounds(long maxKeys, Duration dedup) {
    public Bounds {
        if (maxKeys < 1 || dedup.isNegative()) {
            throw new IllegalArgumentException("maxKeys " + maxKeys + ", dedup " + dedup);
        }
    }
}

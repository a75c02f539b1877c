package dev.mixer.engine.dispatch;

import dev.mixer.engine.ratelimit.RateLimitRule;

/**
 * Counts the hits of one descriptor as the well-known rate limit service for Envoy does: of a request that crosses a
 * border, each side gets its part.
 *
 * @param meters where
 * @param rule the limit
 * @param hits how many, at least 0
 */
record RateLimitHits(RateLimitMeters.OfLimit meters, RateLimitRule rule, long hits) {
    void asked() {
        meters.hits().add(hits);
    }

    /** All pass. */
    void unlimited() {
        meters.within().add(hits);
    }

    /** Refused without asking the handler. */
    void overInMemory() {
        meters.local().add(hits);
        over(0, 0, 0);
    }

    /** @param granted how many of them were still within the limit, which is used up now */
    void over(long granted, long limit, long near) {
        long beyond = hits - granted;
        meters.over().add(beyond);
        if (granted > 0) {
            meters.near().add(limit - Math.max(near, limit - granted));
        }
        if (rule.shadow()) {
            meters.shadow().add(beyond);
        }
    }

    /**
     * All were within the limit.
     *
     * @param remaining what is left of it; negative: not known
     * @param near how many hits are not near the limit
     */
    void within(long remaining, long limit, long near) {
        meters.within().add(hits);
        long taken = limit - remaining;
        if (remaining >= 0 && taken > near) {
            meters.near().add(Math.min(hits, taken - near));
        }
    }
}

package dev.mixer.engine.ratelimit;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A limit of a configuration.
 *
 * @param path domain, keys and values as they are written, joined by dots: what metrics call it
 * @param limit null: unlimited
 * @param shadow whether it only counts
 * @param quota whether it tells in its own status alone that it is reached
 * @param name for the {@code replaces} of others; empty: none
 * @param replaces the limits that do not count in a request that meets this one
 */
public record RateLimitRule(
        String path, @Nullable RateLimit limit, boolean shadow, boolean quota, String name, Set<String> replaces) {
    public RateLimitRule {
        replaces = Set.copyOf(replaces);
    }

    /** The rule of a limit that a request brings along. */
    static RateLimitRule override(String domain, RateLimit limit) {
        return new RateLimitRule(domain + ".override", limit, false, false, "", Set.of());
    }
}

package dev.mixer.engine.ratelimit;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A limit of a configuration.
 *
 * @param path domain, keys and values as they are written, joined by dots: what metrics call it
 * @param limit null: unlimited
 * @param shadow whether it only counts
 * @param quota whether the request ends only when all such limits that it meets are reached
 * @param name for the {@code replaces} of others; empty: none
 * @param replaces the limits that do not count in a request that meets this one
 * @param metadata what answers say of a request that this limit lets pass, in texts, Doubles, Booleans, lists, maps and nulls
 */
public record RateLimitRule(
        String path,
        @Nullable RateLimit limit,
        boolean shadow,
        boolean quota,
        String name,
        Set<String> replaces,
        Map<String, @Nullable Object> metadata) {
    public RateLimitRule {
        replaces = Set.copyOf(replaces);
    }

    /** The rule of a limit that a request brings along. */
    static RateLimitRule override(String domain, RateLimit limit) {
        return new RateLimitRule(domain + ".override", limit, false, false, "", Set.of(), Map.of());
    }
}

package dev.mixer.engine.ratelimit;

/**
 * The limit that a descriptor meets.
 *
 * @param rule the limit
 * @param counter tells its counter from all others
 */
public record RateLimitMatch(RateLimitRule rule, String counter) {}

package dev.mixer.engine.ratelimit;

/**
 * The limit that a descriptor meets.
 *
 * @param rule the limit
 * @param counter tells its counter from all others
 * @param statistic under which name it is counted for people: the rule's path, or with values of the client
 */
public record RateLimitMatch(RateLimitRule rule, String counter, String statistic) {}

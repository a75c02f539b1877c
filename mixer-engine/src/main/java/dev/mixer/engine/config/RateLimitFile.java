package dev.mixer.engine.config;

import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.ratelimit.RateLimitSpec;

/**
 * A rate limit file; its name is its domain, and there is one of each domain.
 *
 * @param spec what it says
 */
public record RateLimitFile(ResourceId id, Place place, RateLimitSpec spec) implements Resource {}

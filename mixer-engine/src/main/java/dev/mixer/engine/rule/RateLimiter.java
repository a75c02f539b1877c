package dev.mixer.engine.rule;

import dev.mixer.engine.handler.LiveHandler;
import dev.mixer.engine.ratelimit.RateLimitIndex;
import dev.mixer.spi.Capability;
import dev.mixer.spi.template.RateLimit;

/**
 * The rate limits of a configuration with the handler that counts.
 *
 * @param index which limit counts
 * @param handler holds the counters
 * @param capability how it is asked
 */
public record RateLimiter(RateLimitIndex index, LiveHandler handler, Capability<RateLimit> capability) {}

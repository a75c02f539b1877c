package dev.mixer.engine.rule;

import dev.mixer.engine.config.settings.RateLimits;
import dev.mixer.engine.handler.LiveHandler;
import dev.mixer.engine.ratelimit.ExhaustedKeys;
import dev.mixer.engine.ratelimit.RateLimitIndex;
import dev.mixer.spi.Capability;
import dev.mixer.spi.template.RateLimit;

/**
 * The rate limits of a configuration with the handler that counts.
 *
 * @param index which limit counts
 * @param handler holds the counters
 * @param capability how it is asked
 * @param settings how they are counted and answered
 * @param exhausted counters that the handler need not be asked about
 */
public record RateLimiter(
        RateLimitIndex index,
        LiveHandler handler,
        Capability<RateLimit> capability,
        RateLimits settings,
        ExhaustedKeys exhausted) {}

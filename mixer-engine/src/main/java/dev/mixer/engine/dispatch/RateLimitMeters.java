package dev.mixer.engine.dispatch;

import dev.mixer.engine.meter.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is counted of rate limits, by rule: as many series as configurations have limits, whatever clients send. Safe for use
 * by many threads.
 */
final class RateLimitMeters {
    private final MeterRegistry registry;
    private final Map<String, OfRule> rules = new ConcurrentHashMap<>();

    /**
     * The counters of one rule.
     *
     * @param total descriptors that met it
     * @param within of them, those let pass
     * @param near of those, those that left at most a fifth of the limit
     * @param over of them all, those beyond the limit
     * @param shadow of those, the ones let pass because the limit only counts
     */
    record OfRule(
            MeterRegistry.Counter total,
            MeterRegistry.Counter within,
            MeterRegistry.Counter near,
            MeterRegistry.Counter over,
            MeterRegistry.Counter shadow) {}

    RateLimitMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    OfRule of(String rule) {
        var known = rules.get(rule);
        return known == null ? rules.computeIfAbsent(rule, this::make) : known;
    }

    private OfRule make(String rule) {
        return new OfRule(
                counter("total", "Descriptors that met a rate limit.", rule),
                counter("within_limit_total", "Descriptors within their rate limit.", rule),
                counter("near_limit_total", "Descriptors that left at most a fifth of their rate limit.", rule),
                counter("over_limit_total", "Descriptors beyond their rate limit.", rule),
                counter("shadow_total", "Descriptors beyond a rate limit that only counts.", rule));
    }

    private MeterRegistry.Counter counter(String name, String help, String rule) {
        return registry.counter("mixer_ratelimit_" + name, help, "rule", rule);
    }
}

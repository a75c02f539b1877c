package dev.mixer.engine.dispatch;

import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.ratelimit.RateLimitMatch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is counted of rate limits, by the names of their statistics: one for each limit of a configuration, and a bounded
 * number for what clients send where the configuration asks for that. Safe for use by many threads.
 */
final class RateLimitMeters {
    /** How many names there may be that hold values of clients. */
    static final int MOST_DETAILED = 10_000;

    private final MeterRegistry registry;
    private final Map<String, OfLimit> byName = new ConcurrentHashMap<>();
    private final AtomicInteger detailed = new AtomicInteger();
    private final MeterRegistry.Counter undetailed;
    private final MeterRegistry.Counter shadowed;

    /**
     * The counters of one name; all count hits.
     *
     * @param hits what was asked for
     * @param within of requests that were let pass
     * @param near within the limit, and beyond its ratio
     * @param over beyond the limit
     * @param local of them, those that the handler was not asked about
     * @param shadow of those beyond, the ones let pass because the limit only counts
     */
    record OfLimit(
            MeterRegistry.Counter hits,
            MeterRegistry.Counter within,
            MeterRegistry.Counter near,
            MeterRegistry.Counter over,
            MeterRegistry.Counter local,
            MeterRegistry.Counter shadow) {}

    RateLimitMeters(MeterRegistry registry) {
        this.registry = registry;
        undetailed = registry.counter(
                "mixer_ratelimit_undetailed_total",
                "Descriptors counted by limit because there were too many values for series of their own.");
        shadowed = registry.counter(
                "mixer_ratelimit_global_shadow_mode_total",
                "Requests beyond a limit that passed because of rateLimit.shadowMode.");
    }

    /** Requests that the host's shadow mode let pass. */
    MeterRegistry.Counter shadowed() {
        return shadowed;
    }

    OfLimit of(RateLimitMatch match) {
        var known = byName.get(match.statistic());
        return known == null ? make(match) : known;
    }

    private OfLimit make(RateLimitMatch match) {
        var path = match.rule().path();
        if (match.statistic().equals(path)) {
            return byName.computeIfAbsent(path, this::make);
        }
        // Taken back where another thread was faster, so that the bound holds and no name counts twice.
        if (detailed.incrementAndGet() <= MOST_DETAILED) {
            var made = make(match.statistic());
            var before = byName.putIfAbsent(match.statistic(), made);
            if (before == null) {
                return made;
            }
            detailed.decrementAndGet();
            return before;
        }
        detailed.decrementAndGet();
        undetailed.increment();
        return byName.computeIfAbsent(path, this::make);
    }

    private OfLimit make(String name) {
        return new OfLimit(
                counter("hits_total", "Hits on a rate limit.", name),
                counter("within_limit_total", "Hits of requests within their rate limit.", name),
                counter(
                        "near_limit_total",
                        "Hits within a rate limit and beyond rateLimit.nearLimitRatio of it.",
                        name),
                counter("over_limit_total", "Hits beyond their rate limit.", name),
                counter(
                        "over_limit_with_local_cache_total",
                        "Hits beyond their rate limit that the host refused from memory.",
                        name),
                counter("shadow_mode_total", "Hits beyond a rate limit that only counts.", name));
    }

    private MeterRegistry.Counter counter(String name, String help, String rule) {
        return registry.counter("mixer_ratelimit_" + name, help, "rule", rule);
    }
}

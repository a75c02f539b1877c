package dev.mixer.adapters.memquota;

import dev.mixer.adapters.quota.Algorithm;
import dev.mixer.adapters.quota.Bounds;
import dev.mixer.adapters.quota.CounterName;
import dev.mixer.adapters.quota.Counters;
import dev.mixer.adapters.quota.Limit;
import dev.mixer.adapters.quota.Limits;
import dev.mixer.adapters.quota.Take;
import dev.mixer.adapters.quota.UnknownQuotas;
import dev.mixer.adapters.quota.Window;
import dev.mixer.spi.Host;
import dev.mixer.spi.QuotaInstance;
import dev.mixer.spi.QuotaRequest;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.template.Quota;
import dev.mixer.spi.template.RateLimit;
import java.time.InstantSource;
import java.util.List;

/** Answers requests from the counters. */
final class Allocation {
    private final Limits limits;
    private final Counters counters;
    private final Bounds bounds;
    private final InstantSource clock;
    private final UnknownQuotas unknown;
    private final Host.Counter shared;

    Allocation(MemquotaParameters parameters, Algorithm usual, Counters counters, Host host) {
        this.limits = new Limits(parameters.quotas(), usual);
        this.counters = counters;
        this.bounds = new Bounds(parameters.maxKeys(), parameters.minDeduplicationDuration());
        this.clock = host.clock();
        this.unknown = new UnknownQuotas(host);
        this.shared = host.meters().counter("overflows", "Requests that found no room for a counter of their own.");
    }

    List<QuotaResult> quotas(List<QuotaRequest<Quota>> requests) {
        return requests.stream().map(this::quota).toList();
    }

    List<QuotaResult> rateLimits(List<QuotaRequest<RateLimit>> requests) {
        return requests.stream().map(this::rateLimit).toList();
    }

    void sweep() {
        counters.sweep(bounds, clock.instant());
    }

    private QuotaResult quota(QuotaRequest<Quota> request) {
        var dimensions = request.instance().dimensions();
        var limit = limits.find(request.name(), dimensions);
        return limit == null
                ? unknown.refuse(request.name())
                : take(CounterName.quota(request.name(), limit.window(), dimensions), limit, request);
    }

    private QuotaResult rateLimit(QuotaRequest<RateLimit> request) {
        var wanted = request.instance();
        var limit = new Limit(wanted.limit(), Window.fixed(wanted.window()));
        return take(CounterName.rateLimit(wanted.key(), limit.window()), limit, request);
    }

    private QuotaResult take(CounterName name, Limit limit, QuotaRequest<? extends QuotaInstance> request) {
        return counters.take(name, limit, Take.of(request), bounds, clock.instant(), shared);
    }
}

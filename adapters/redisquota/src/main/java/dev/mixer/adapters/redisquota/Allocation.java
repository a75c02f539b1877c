package dev.mixer.adapters.redisquota;

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
import dev.mixer.spi.Status;
import dev.mixer.spi.template.Quota;
import dev.mixer.spi.template.RateLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Answers requests: from a lease, from Redis, or as configured where Redis does not decide. */
final class Allocation {
    private static final long MOST_LOCAL_KEYS = 1_000_000;
    private static final int MOST_LEASES = 100_000;

    /** How long a grant counts that nobody counted. */
    private static final Duration UNCOUNTED = Duration.ofSeconds(1);

    private final RedisquotaParameters parameters;
    private final Limits limits;
    private final RedisLink link;
    private final Counters counters;
    private final Bounds bounds;
    private final InstantSource clock;
    private final UnknownQuotas unknown;
    private final Host.Counter unavailable;
    private final Host.Counter overflows;
    private final Map<String, Lease> leases = new ConcurrentHashMap<>();

    Allocation(RedisquotaParameters parameters, Algorithm usual, RedisLink link, Counters counters, Host host) {
        this.parameters = parameters;
        this.limits = new Limits(parameters.quotas(), usual);
        this.link = link;
        this.counters = counters;
        this.bounds = new Bounds(MOST_LOCAL_KEYS, parameters.minDeduplicationDuration());
        this.clock = host.clock();
        this.unknown = new UnknownQuotas(host);
        this.unavailable = host.meters().counter("unavailable", "Requests that Redis has not decided.");
        this.overflows = host.meters().counter("overflows", "Local requests without room for a counter of their own.");
    }

    CompletionStage<List<QuotaResult>> quotas(List<QuotaRequest<Quota>> requests) {
        return each(requests, this::quota);
    }

    CompletionStage<List<QuotaResult>> rateLimits(List<QuotaRequest<RateLimit>> requests) {
        return each(requests, this::rateLimit);
    }

    /** Drops what has no effect any more. */
    void sweep() {
        var now = clock.instant();
        counters.sweep(bounds, now);
        leases.values().removeIf(lease -> lease.isOver(now));
    }

    /** All are sent before the first is answered, so several cost one round trip. */
    private static <T extends QuotaInstance> CompletionStage<List<QuotaResult>> each(
            List<QuotaRequest<T>> requests, Function<QuotaRequest<T>, CompletableFuture<QuotaResult>> decide) {
        if (requests.size() == 1) {
            return decide.apply(requests.getFirst()).thenApply(List::of);
        }
        var results = requests.stream().map(decide).toList();
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(
                        _ -> results.stream().map(CompletableFuture::resultNow).toList());
    }

    private CompletableFuture<QuotaResult> quota(QuotaRequest<Quota> request) {
        var dimensions = request.instance().dimensions();
        var limit = limits.find(request.name(), dimensions);
        return limit == null
                ? CompletableFuture.completedFuture(unknown.refuse(request.name()))
                : take(CounterName.quota(request.name(), limit.window(), dimensions), limit, Take.of(request));
    }

    private CompletableFuture<QuotaResult> rateLimit(QuotaRequest<RateLimit> request) {
        var wanted = request.instance();
        var limit = new Limit(wanted.limit(), Window.fixed(wanted.window()));
        return take(CounterName.rateLimit(wanted.key(), limit.window()), limit, Take.of(request));
    }

    private CompletableFuture<QuotaResult> take(CounterName name, Limit limit, Take take) {
        var key = Question.key(parameters.keyPrefix(), name);
        var lease = parameters.lease();
        // Only Redis can look, give back, and know ids.
        if (lease.isEmpty() || take.amount() < 1 || !take.dedupId().isEmpty()) {
            return ask(name, key, limit, take, 0).thenApply(decided -> decided.result());
        }
        return takeLeased(name, key, limit, take, lease.get());
    }

    private CompletableFuture<QuotaResult> takeLeased(
            CounterName name, String key, Limit limit, Take take, LeaseParameters terms) {
        var held = leases.size() < MOST_LEASES ? leases.computeIfAbsent(key, _ -> new Lease()) : leases.get(key);
        if (held == null) {
            return ask(name, key, limit, take, 0).thenApply(decided -> decided.result());
        }
        var begun = clock.instant();
        var known = held.take(take.amount(), begun);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        boolean asks = held.beginAsking();
        return ask(name, key, limit, take, asks ? terms.of(limit.amount()) : 0).thenApply(decided -> {
            if (asks) {
                // Counted from before Redis was asked, so a slow answer never makes a lease last longer.
                var more = begun.plus(decided.result().resetIn());
                var oldest = begun.plus(terms.maxAge());
                boolean windowEnds = limit.window() instanceof Window.Fixed && more.isBefore(oldest);
                held.endAsking(decided.leased(), windowEnds ? more : oldest, more);
            }
            return decided.result();
        });
    }

    private record Decided(QuotaResult result, long leased) {}

    private CompletableFuture<Decided> ask(CounterName name, String key, Limit limit, Take take, long extra) {
        return link.decide(Question.of(key, limit, take, extra, parameters.minDeduplicationDuration()))
                .handle((decision, error) -> error == null
                        ? new Decided(decision.result(limit, take), decision.leased())
                        : new Decided(withoutRedis(name, limit, take, error), 0));
    }

    private QuotaResult withoutRedis(CounterName name, Limit limit, Take take, Throwable error) {
        unavailable.add(1);
        return switch (parameters.whenUnavailable()) {
            case ALLOW -> QuotaResult.granted(Math.max(0, take.amount()), UNCOUNTED);
            case DENY -> QuotaResult.refused(Status.of(Status.Code.PERMISSION_DENIED, reason(error)), Duration.ZERO);
            case LOCAL -> counters.take(name, limit, take, bounds, clock.instant(), overflows);
        };
    }

    private static String reason(Throwable error) {
        var cause = error instanceof CompletionException ? error.getCause() : error;
        return String.valueOf((cause == null ? error : cause).getMessage());
    }
}

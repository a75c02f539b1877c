package dev.mixer.engine.dispatch;

import dev.mixer.engine.config.spec.FailurePolicy;
import dev.mixer.engine.handler.Outcome;
import dev.mixer.engine.ratelimit.RateDecision;
import dev.mixer.engine.ratelimit.RateDescriptor;
import dev.mixer.engine.ratelimit.RateLimit;
import dev.mixer.engine.ratelimit.RateLimitMatch;
import dev.mixer.engine.rule.RateLimiter;
import dev.mixer.spi.QuotaRequest;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request for rate limits: all its counters are asked at once, but for those that are known to be used up. */
final class RateLimitRun {
    /** Counters are asked under this name; each instance brings its own limit, so that none has to be configured. */
    private static final String NAME = "ratelimit";

    private final RateLimiter limiter;
    private final RateLimitMeters meters;
    private final List<RateDescriptor> descriptors;
    private final long begun = System.nanoTime();
    /** By descriptor; null: nothing limits it. */
    private final List<@Nullable RateLimitMatch> matches = new ArrayList<>();
    /** By descriptor: in how many nanoseconds a counter will have more that is known to be used up; 0: ask. */
    private final long[] exhausted;

    RateLimitRun(RateLimiter limiter, RateLimitMeters meters, String domain, List<RateDescriptor> descriptors) {
        this.limiter = limiter;
        this.meters = meters;
        this.descriptors = descriptors;
        this.exhausted = new long[descriptors.size()];
        var replaced = new HashSet<String>();
        for (var descriptor : descriptors) {
            var match = limiter.index().find(domain, descriptor);
            matches.add(match);
            if (match != null) {
                replaced.addAll(match.rule().replaces());
            }
        }
        if (!replaced.isEmpty()) {
            matches.replaceAll(
                    match -> match != null && replaced.contains(match.rule().name()) ? null : match);
        }
    }

    CompletableFuture<RateDecision> run(long deadline) {
        var requests = new ArrayList<QuotaRequest<?>>();
        for (int i = 0; i < descriptors.size(); i++) {
            var match = matches.get(i);
            var limit = match == null ? null : match.rule().limit();
            if (match != null && limit != null && !isKnown(i, match, limit)) {
                // Best effort: what goes beyond the limit uses up what is left, else large amounts would never end it.
                requests.add(new QuotaRequest<>(
                        new dev.mixer.spi.template.RateLimit(
                                match.counter(), limit.requests(), limit.unit().window()),
                        NAME,
                        descriptors.get(i).hits(),
                        true,
                        ""));
            }
        }
        return requests.isEmpty()
                ? CompletableFuture.completedFuture(decide(List.of()))
                : limiter.handler()
                        .allocate(limiter.capability(), requests, deadline)
                        .thenApply(outcome -> decide(results(outcome, requests.size())));
    }

    private boolean isKnown(int i, RateLimitMatch match, RateLimit limit) {
        if (descriptors.get(i).hits() < 0) {
            limiter.exhausted().forget(match.counter());
            return false;
        }
        exhausted[i] = limiter.exhausted().resetIn(match.counter(), limit, begun);
        return exhausted[i] > 0;
    }

    /** The results, one for each request; null: the handler failed. */
    private static @Nullable List<QuotaResult> results(Outcome<List<QuotaResult>> outcome, int wanted) {
        var results = outcome.result();
        return results == null || results.size() != wanted ? null : results;
    }

    private RateDecision decide(@Nullable List<QuotaResult> results) {
        var settings = limiter.settings();
        var statuses = new ArrayList<RateDecision.Status>();
        boolean over = false;
        var wait = Duration.ZERO;
        var quotaWait = Duration.ZERO;
        int next = 0;
        int quotas = 0;
        int quotasReached = 0;
        for (int i = 0; i < descriptors.size(); i++) {
            var match = matches.get(i);
            var status = RateDecision.Status.FREE;
            if (match != null) {
                boolean asked = match.rule().limit() != null && exhausted[i] == 0;
                status = status(match, i, results, asked ? next++ : -1);
            }
            boolean quota =
                    settings.quotaMode() || (match != null && match.rule().quota());
            boolean unlimited = match != null && match.rule().limit() == null;
            quotas += quota && !unlimited ? 1 : 0;
            if (status.over() && quota) {
                quotasReached++;
                quotaWait = longer(quotaWait, status.resetIn());
            } else if (status.over()) {
                over = true;
                wait = longer(wait, status.resetIn());
            }
            statuses.add(status);
        }
        boolean quotasEnd = quotas > 0 && quotas == quotasReached;
        if ((over || quotasEnd) && settings.shadowMode()) {
            meters.shadowed().increment();
            return new RateDecision(false, Duration.ZERO, statuses, metadata(statuses));
        }
        // A quota that is reached beside others that are not has refused nothing: nobody need wait for it.
        return new RateDecision(
                over || quotasEnd, quotasEnd ? longer(wait, quotaWait) : wait, statuses, metadata(statuses));
    }

    private List<Map<String, @Nullable Object>> metadata(List<RateDecision.Status> statuses) {
        if (!limiter.settings().dynamicMetadata()) {
            return List.of();
        }
        var found = new ArrayList<Map<String, @Nullable Object>>();
        for (int i = 0; i < statuses.size(); i++) {
            var match = matches.get(i);
            if (match != null
                    && match.rule().limit() != null
                    && !statuses.get(i).over()
                    && !match.rule().metadata().isEmpty()) {
                found.add(match.rule().metadata());
            }
        }
        return found;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** @param place of the result; -1: there is none */
    private RateDecision.Status status(RateLimitMatch match, int i, @Nullable List<QuotaResult> results, int place) {
        var rule = match.rule();
        var counted = new RateLimitHits(
                meters.of(match), rule, Math.max(0, descriptors.get(i).hits()));
        counted.asked();
        var limit = rule.limit();
        if (limit == null) {
            counted.unlimited();
            return RateDecision.Status.UNLIMITED;
        }
        if (place < 0) {
            counted.overInMemory();
            return new RateDecision.Status(!rule.shadow(), limit, rule.name(), 0, Duration.ofNanos(exhausted[i]));
        }
        if (results == null) {
            boolean denied = limiter.handler().spec().failurePolicy() == FailurePolicy.DENY && !rule.shadow();
            return denied ? RateDecision.Status.REFUSED : RateDecision.Status.FREE;
        }
        var result = results.get(place);
        boolean beyond = isBeyond(result, descriptors.get(i).hits(), limit);
        long near = (long) Math.floor(limit.requests() * limiter.settings().nearLimitRatio());
        if (beyond) {
            counted.over(result.granted(), limit.requests(), near);
            remember(match, limit, result);
        } else {
            counted.within(result.remaining(), limit.requests(), near);
        }
        return new RateDecision.Status(
                beyond && !rule.shadow(), limit, rule.name(), Math.max(0, result.remaining()), result.resetIn());
    }

    /** Whether more was wanted than there was; of a look, whether that was so before. */
    private static boolean isBeyond(QuotaResult result, long hits, RateLimit limit) {
        return hits >= 0
                && (!result.status().isOk()
                        || result.granted() < hits
                        || (hits == 0 && limit.requests() == 0 && result.remaining() == 0));
    }

    /** Only what a counter said; what was decided without it may be other the next time. */
    private void remember(RateLimitMatch match, RateLimit limit, QuotaResult result) {
        boolean counted = result.status().isOk() || result.status().code() == Status.Code.RESOURCE_EXHAUSTED;
        if (counted && result.resetIn().isPositive()) {
            // From before the handler was asked: a slow answer must not refuse beyond the end of the window.
            limiter.exhausted()
                    .add(match.counter(), limit, begun + result.resetIn().toNanos());
        }
    }
}

package dev.mixer.engine.dispatch;

import dev.mixer.engine.config.spec.FailurePolicy;
import dev.mixer.engine.handler.Outcome;
import dev.mixer.engine.ratelimit.RateDecision;
import dev.mixer.engine.ratelimit.RateDescriptor;
import dev.mixer.engine.ratelimit.RateLimitMatch;
import dev.mixer.engine.rule.RateLimiter;
import dev.mixer.spi.QuotaRequest;
import dev.mixer.spi.QuotaResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request for rate limits: all its counters are asked at once. */
final class RateLimitRun {
    /** Counters are asked under this name; each instance brings its own limit, so that none has to be configured. */
    private static final String NAME = "ratelimit";

    private final RateLimiter limiter;
    private final RateLimitMeters meters;
    private final List<RateDescriptor> descriptors;
    /** By descriptor; null: nothing limits it. */
    private final List<@Nullable RateLimitMatch> matches = new ArrayList<>();

    RateLimitRun(RateLimiter limiter, RateLimitMeters meters, String domain, List<RateDescriptor> descriptors) {
        this.limiter = limiter;
        this.meters = meters;
        this.descriptors = descriptors;
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
            if (match != null && limit != null) {
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

    /** The results, one for each request; null: the handler failed. */
    private static @Nullable List<QuotaResult> results(Outcome<List<QuotaResult>> outcome, int wanted) {
        var results = outcome.result();
        return results == null || results.size() != wanted ? null : results;
    }

    private RateDecision decide(@Nullable List<QuotaResult> results) {
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
                boolean limited = match.rule().limit() != null;
                status = status(match, descriptors.get(i).hits(), results, limited ? next++ : -1);
                boolean quota = match.rule().quota() && limited;
                over |= status.over() && !quota;
                quotas += quota ? 1 : 0;
                quotasReached += quota && status.over() ? 1 : 0;
                if (status.over() && quota) {
                    quotaWait = longer(quotaWait, status.resetIn());
                } else if (status.over()) {
                    wait = longer(wait, status.resetIn());
                }
            }
            statuses.add(status);
        }
        boolean quotasEnd = quotas > 0 && quotas == quotasReached;
        // A quota that is reached beside others that are not has refused nothing: nobody need wait for it.
        return new RateDecision(over || quotasEnd, quotasEnd ? longer(wait, quotaWait) : wait, statuses);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** @param place of the result; -1: the rule has no limit */
    private RateDecision.Status status(
            RateLimitMatch match, long hits, @Nullable List<QuotaResult> results, int place) {
        var rule = match.rule();
        var counters = meters.of(rule.path());
        counters.total().increment();
        var limit = rule.limit();
        if (limit == null || place < 0) {
            counters.within().increment();
            return RateDecision.Status.UNLIMITED;
        }
        if (results == null) {
            boolean denied = limiter.handler().spec().failurePolicy() == FailurePolicy.DENY && !rule.shadow();
            return denied ? RateDecision.Status.REFUSED : RateDecision.Status.FREE;
        }
        var result = results.get(place);
        long remaining = Math.max(0, result.remaining());
        boolean beyond = !result.status().isOk()
                || (hits > 0 && result.granted() < hits)
                || (hits == 0 && result.remaining() == 0);
        if (beyond) {
            counters.over().increment();
            if (rule.shadow()) {
                counters.shadow().increment();
            }
        } else {
            counters.within().increment();
            if (remaining <= limit.requests() / 5) {
                counters.near().increment();
            }
        }
        return new RateDecision.Status(beyond && !rule.shadow(), limit, rule.name(), remaining, result.resetIn());
    }
}

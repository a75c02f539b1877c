package dev.mixer.engine.dispatch;

import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.ReferencedAttributes;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.policy.PolicyVerdict;
import dev.mixer.engine.ratelimit.RateDecision;
import dev.mixer.engine.ratelimit.RateDescriptor;
import dev.mixer.engine.rule.Snapshot;
import dev.mixer.spi.Status;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The engine's door. Safe for use by many threads; answers are complete when they return unless a handler that may block
 * or answers later is asked.
 */
public final class Mixer {
    /*
     * A call reads `snapshot` once and uses that one to its end, so a reload in mid-call cannot mix two configurations.
     * Handlers of an old snapshot close when the last call that uses them has left.
     */
    private volatile @Nullable Snapshot snapshot;
    private final DispatchMeters meters;
    private final RateLimitMeters rateMeters;

    /** The attributes of a report's records, in terms of the vocabulary of the snapshot that will take them. */
    @FunctionalInterface
    public interface RecordSource {
        /**
         * The records in order.
         *
         * @throws InvalidRequestException if the message contradicts itself or the vocabulary
         */
        List<AttributeBag> bags(Vocabulary vocabulary) throws InvalidRequestException;
    }

    /** A door with nothing behind it: checks are refused until a snapshot is in force. */
    public Mixer(MeterRegistry meters) {
        this.meters = DispatchMeters.in(meters);
        this.rateMeters = new RateLimitMeters(meters);
    }

    /** The snapshot in force; absent before the first valid configuration. */
    public @Nullable Snapshot snapshot() {
        return snapshot;
    }

    /** Puts a snapshot in force; answers the one before. */
    @Nullable
    Snapshot replace(Snapshot next) {
        var before = snapshot;
        snapshot = next;
        return before;
    }

    /**
     * Decides a call.
     *
     * @throws InvalidRequestException if the message is no valid request
     */
    public CompletableFuture<Decision> check(Call call) throws InvalidRequestException {
        meters.checks().increment();
        var used = enter();
        if (used == null) {
            meters.denials().increment();
            return CompletableFuture.completedFuture(
                    refusal(Status.of(Status.Code.PERMISSION_DENIED, "no valid configuration is in force")));
        }
        CompletableFuture<Decision> decided;
        try {
            decided = check(call, used);
        } catch (Throwable e) { // errors too: a snapshot that is not left is never closed
            used.leave();
            throw e;
        }
        if (decided.isDone()) {
            used.leave();
            decided(call, decided.join());
            return decided;
        }
        return decided.whenComplete((decision, _) -> {
            used.leave();
            if (decision != null) {
                decided(call, decision);
            }
        });
    }

    private CompletableFuture<Decision> check(Call call, Snapshot used) throws InvalidRequestException {
        var bag = call.attributes().bag(used);
        var run = new CheckRun(call, used, new AttributeReader(used.slots(), bag), meters);
        var decided = run.run();
        if (!used.tried().isEmpty()) {
            return decided.thenCompose(decision -> tried(call, used, bag, run, decision));
        }
        return call.explain() ? decided.thenApply(decision -> explained(used, bag, run, decision)) : decided;
    }

    /** A decision beside which nothing was tried, explained. */
    private static Decision explained(Snapshot used, AttributeBag bag, CheckRun run, Decision decision) {
        return decision.with(decision.shadow(), Explainer.explain(used, bag, run, decision, List.of()));
    }

    /** A decision beside which rules and handlers on trial are asked; waits for them only to explain. */
    private CompletableFuture<Decision> tried(
            Call call, Snapshot used, AttributeBag bag, CheckRun run, Decision decision) {
        if (!decision.status().isOk()) {
            return CompletableFuture.completedFuture(call.explain() ? explained(used, bag, run, decision) : decision);
        }
        var shadow = new ShadowRun(call, used, bag, run.production());
        used.enter(); // handlers on trial may answer after the caller has its answer
        CompletableFuture<?> asked;
        try {
            asked = shadow.ask().whenComplete((_, _) -> {
                used.leave();
                meters.count(shadow.refusals());
            });
        } catch (RuntimeException e) {
            used.leave();
            meters.shadowFailures().increment(); // the decision stands, whatever became of the trial
            return CompletableFuture.completedFuture(decision);
        }
        if (!call.explain() && !asked.isDone()) {
            return CompletableFuture.completedFuture(decision);
        }
        return asked.thenApply(_ -> decision.with(
                joined(decision.shadow(), ShadowRun.text(shadow.refusals())),
                call.explain() ? Explainer.explain(used, bag, run, decision, shadow.trials()) : null));
    }

    private static String joined(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
    }

    /**
     * Takes in records.
     *
     * @return OK when every handler has taken its records; else what failed
     * @throws InvalidRequestException if the message is no valid report; nothing of it has been taken
     */
    public CompletableFuture<Status> report(RecordSource source, long deadline) throws InvalidRequestException {
        return report(source, deadline, CallTrace.NONE);
    }

    /**
     * As {@link #report(RecordSource, long)}, followed.
     *
     * @throws InvalidRequestException as there
     */
    public CompletableFuture<Status> report(RecordSource source, long deadline, CallTrace trace)
            throws InvalidRequestException {
        var used = enter();
        if (used == null) {
            return CompletableFuture.completedFuture(
                    Status.of(Status.Code.UNAVAILABLE, "no valid configuration is in force"));
        }
        CompletableFuture<Status> taken;
        int records;
        try {
            var bags = source.bags(used.slots().vocabulary());
            records = bags.size();
            meters.records().add(records);
            taken = new ReportRun(used, deadline, trace, meters).run(bags);
        } catch (Throwable e) { // errors too: a snapshot that is not left is never closed
            used.leave();
            throw e;
        }
        return taken.whenComplete((status, error) -> {
            used.leave();
            if (error != null || !status.isOk()) {
                meters.reportFailures().increment();
            }
            if (status != null) {
                trace.reported(records, status);
            }
        });
    }

    /**
     * Decides whether requests are within their limits; without a valid configuration, none is.
     *
     * @param domain whose limits count; of an unknown one, nothing is limited
     */
    public CompletableFuture<RateDecision> limit(String domain, List<RateDescriptor> descriptors, long deadline) {
        var used = enter();
        if (used == null) {
            return CompletableFuture.completedFuture(
                    RateDecision.of(true, Collections.nCopies(descriptors.size(), RateDecision.Status.REFUSED)));
        }
        CompletableFuture<RateDecision> decided;
        try {
            var limiter = used.rateLimiter();
            decided = limiter == null
                    ? CompletableFuture.completedFuture(
                            RateDecision.of(false, Collections.nCopies(descriptors.size(), RateDecision.Status.FREE)))
                    : new RateLimitRun(limiter, rateMeters, domain, descriptors).run(deadline);
        } catch (Throwable e) { // errors too: a snapshot that is not left is never closed
            used.leave();
            throw e;
        }
        return decided.whenComplete((_, _) -> used.leave());
    }

    static Decision invalid(String reason) {
        return refusal(Status.of(Status.Code.INVALID_ARGUMENT, reason));
    }

    private static Decision refusal(Status status) {
        return new Decision(
                status,
                Duration.ZERO,
                0,
                new ReferencedAttributes(List.of()),
                List.of(),
                null,
                List.of(),
                Map.of(),
                "",
                List.of(),
                PolicyVerdict.NO_POLICY,
                "",
                null);
    }

    private void decided(Call call, Decision decision) {
        call.trace().decided(decision);
        if (!decision.status().isOk()) {
            meters.denials().increment();
        }
    }

    private @Nullable Snapshot enter() {
        while (true) {
            var used = snapshot;
            if (used == null) {
                return null;
            }
            used.enter();
            if (used == snapshot) {
                return used;
            }
            // Replaced in between: whoever waits for it to fall quiet may not have seen us.
            used.leave();
        }
    }
}

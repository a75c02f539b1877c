package dev.mixer.engine.dispatch;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.handler.Outcome;
import dev.mixer.engine.policy.RbacAdapter;
import dev.mixer.engine.rule.Action;
import dev.mixer.engine.rule.Snapshot;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Instance;
import dev.mixer.spi.QuotaInstance;
import dev.mixer.spi.QuotaRequest;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.template.Authorization;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks handlers on behalf of one call; each instance is built once, whoever gets it. */
final class Questions {
    private final Snapshot snapshot;
    private final AttributeReader reader;
    private final long deadline;
    private final CallTrace trace;
    private final @Nullable Instance[] built;

    Questions(Snapshot snapshot, AttributeReader reader, long deadline, CallTrace trace) {
        this.snapshot = snapshot;
        this.reader = reader;
        this.deadline = deadline;
        this.trace = trace;
        this.built = new @Nullable Instance[snapshot.instances()];
    }

    /** What the handler of a check says. */
    CompletableFuture<Outcome<CheckResult>> check(Action action) {
        var instance = instance(action);
        if (instance instanceof Authorization asked
                && action.handler().spec().parameters() instanceof RbacAdapter.Parameters(var _, var lifetime)) {
            // From the roles of this very snapshot: a handler outlives reloads, roles do not.
            return CompletableFuture.completedFuture(
                    new Outcome<>(snapshot.policies().roles().check(asked, lifetime), null, 0));
        }
        return instance == null
                ? unreadable(action)
                : Followed.asking(
                        trace,
                        action.handler(),
                        "check",
                        () -> action.handler().check(action.capability(), instance, deadline),
                        CheckResult::status);
    }

    /** What the handler of a quota grants; the arguments are those of {@link QuotaRequest}. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the snapshot pairs quota actions with quota templates
    CompletableFuture<Outcome<List<QuotaResult>>> allocate(
            Action action, long amount, boolean bestEffort, String dedupId) {
        var instance = instance(action);
        if (instance == null) {
            return unreadable(action);
        }
        QuotaRequest<?> request =
                new QuotaRequest((QuotaInstance) instance, action.instance().name(), amount, bestEffort, dedupId);
        return Followed.asking(
                trace,
                action.handler(),
                "quota",
                () -> action.handler().allocate(action.capability(), List.of(request), deadline),
                _ -> null);
    }

    /** The outcome, or a failure where it has an output that its template does not declare. */
    static Outcome<CheckResult> consistent(Action action, Outcome<CheckResult> outcome) {
        var result = outcome.result();
        var output = result == null ? null : result.output();
        var declared = action.instance().output();
        return output == null || (declared != null && declared.type().isInstance(output))
                ? outcome
                : new Outcome<>(
                        null,
                        "it answered with the output " + output.getClass().getName()
                                + ", which its template does not declare",
                        outcome.nanos());
    }

    private <R> CompletableFuture<Outcome<R>> unreadable(Action action) {
        return CompletableFuture.completedFuture(new Outcome<>(null, Faults.unreadable(action, reader), 0));
    }

    private @Nullable Instance instance(Action action) {
        int number = action.instance().number();
        var instance = built[number];
        if (instance == null) {
            instance = action.instance().builder().build(reader);
            built[number] = instance;
        }
        return instance;
    }
}

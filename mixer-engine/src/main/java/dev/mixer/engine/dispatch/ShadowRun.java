package dev.mixer.engine.dispatch;

import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.config.spec.FailurePolicy;
import dev.mixer.engine.handler.Outcome;
import dev.mixer.engine.rule.Action;
import dev.mixer.engine.rule.CompiledRule;
import dev.mixer.engine.rule.Snapshot;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * What the parts of rules that are on trial say to a call that passed. Reads with a view of its own and asks quotas for
 * nothing, so that neither the decision nor how long it holds nor any counter depends on it.
 */
final class ShadowRun {
    /**
     * What one handler on trial says, there or still to come.
     *
     * @param said status and message; OK: nothing would change
     */
    record Trial(CompiledRule rule, Action action, CompletableFuture<Outcome<Status>> said) {}

    private final Call call;
    private final Snapshot snapshot;
    private final AttributeReader reader;
    private final Production production;
    private final List<Trial> trials = new ArrayList<>();

    ShadowRun(Call call, Snapshot snapshot, AttributeBag bag, Production production) {
        this.call = call;
        this.snapshot = snapshot;
        this.reader = new AttributeReader(snapshot.slots(), bag);
        this.production = production;
    }

    /** Asks; completes when all have answered or failed. */
    CompletableFuture<?> ask() {
        var tried = snapshot.tried();
        var producers = new Production.Questions(call.deadline(), CallTrace.NONE);
        for (var rule : tried.matching(reader, snapshot.scope(reader).namespace())) {
            for (var action : rule.producers()) {
                var instance = action.instance().builder().build(reader);
                trials.add(new Trial(
                        rule,
                        action,
                        instance == null
                                ? unreadable(action)
                                : producers.ask(action, instance).thenApply(outcome -> {
                                    var result = outcome.result();
                                    return new Outcome<>(
                                            result == null ? null : result.status(),
                                            outcome.failure(),
                                            outcome.nanos());
                                })));
            }
        }
        production.supply(reader);
        var questions = new Questions(snapshot, reader, call.deadline(), CallTrace.NONE);
        for (var rule : tried.matching(reader, snapshot.scope(reader).namespace())) {
            for (var action : rule.checks()) {
                trials.add(new Trial(rule, action, questions.check(action).thenApply(outcome -> {
                    var result = Questions.consistent(action, outcome).result();
                    return new Outcome<>(result == null ? null : result.status(), outcome.failure(), outcome.nanos());
                })));
            }
            for (var action : rule.quotas()) {
                var amount = amount(action);
                if (amount > 0) {
                    trials.add(new Trial(
                            rule,
                            action,
                            questions.allocate(action, 0, true, "").thenApply(outcome -> looked(outcome, amount))));
                }
            }
        }
        return CompletableFuture.allOf(trials.stream().map(Trial::said).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Outcome<Status>> unreadable(Action action) {
        return CompletableFuture.completedFuture(new Outcome<>(null, Faults.unreadable(action, reader), 0));
    }

    /** How much of a quota the call asks for; 0: it does not. */
    private long amount(Action action) {
        return switch (call.quotas()) {
            case Call.Quotas.None _ -> 0;
            case Call.Quotas.EachOnce _ -> 1;
            case Call.Quotas.Named(var asks, var _) ->
                asks.stream()
                        .filter(ask ->
                                ask.name().equalsIgnoreCase(action.instance().shortName()))
                        .mapToLong(ask -> ask.bestEffort() ? 1 : ask.amount())
                        .max()
                        .orElse(0);
        };
    }

    private static Outcome<Status> looked(Outcome<List<QuotaResult>> outcome, long amount) {
        var results = outcome.result();
        if (results == null || results.size() != 1) {
            return new Outcome<>(null, results == null ? outcome.failure() : "it answered no look", outcome.nanos());
        }
        var result = results.getFirst();
        boolean short_ = result.remaining() >= 0 && result.remaining() < amount;
        return new Outcome<>(
                short_ && result.status().isOk()
                        ? Status.of(Status.Code.RESOURCE_EXHAUSTED, "quota exhausted")
                        : result.status(),
                null,
                outcome.nanos());
    }

    /** What was asked, for an explanation. */
    List<Trial> trials() {
        return trials;
    }

    /** Those whose answer would have refused the call; when all have answered. */
    List<Trial> refusals() {
        return trials.stream().filter(ShadowRun::refuses).toList();
    }

    /** Whether an answer is there that would have refused the call. */
    private static boolean refuses(Trial trial) {
        var status = trial.said().join().result();
        return status == null ? trial.action().handler().spec().failurePolicy() == FailurePolicy.DENY : !status.isOk();
    }

    /** The refusals in a sentence; empty where there are none. */
    static String text(List<Trial> refusals) {
        return refusals.isEmpty()
                ? ""
                : "would be denied: "
                        + refusals.stream()
                                .map(trial -> "rule " + trial.rule().name() + ", " + sentence(trial))
                                .collect(Collectors.joining("; "));
    }

    private static String sentence(Trial trial) {
        var outcome = trial.said().join();
        var status = outcome.result();
        return trial.action().handler().spec().name() + ":"
                + (status == null ? "the check failed: " + outcome.failure() : status.message());
    }
}

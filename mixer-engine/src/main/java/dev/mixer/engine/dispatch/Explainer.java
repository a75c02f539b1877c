package dev.mixer.engine.dispatch;

import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.handler.Outcome;
import dev.mixer.engine.policy.PolicyVerdict;
import dev.mixer.engine.rule.Action;
import dev.mixer.engine.rule.CompiledRule;
import dev.mixer.engine.rule.Snapshot;
import dev.mixer.spi.AttributesResult;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of every rule in scope why it applied or not. Reads with a view of its own, so that asking changes no answer. */
final class Explainer {
    private static final int MOST_OTHERS = 300;

    private Explainer() {}

    static Explanation explain(
            Snapshot snapshot, AttributeBag bag, CheckRun run, Decision decision, List<ShadowRun.Trial> trials) {
        var verdict = decision.policies();
        var production = run.production();
        var answers = run.answers();
        var reader = new AttributeReader(snapshot.slots(), bag);
        var notes = new ArrayList<Explanation.RuleNote>();
        int others = 0;
        if (!snapshot.producing().isEmpty()) {
            var namespace = snapshot.scope(reader).namespace();
            for (var rule : snapshot.producing().inScope(namespace)) {
                boolean applied = rule.applies(reader);
                if (applied || others++ < MOST_OTHERS) {
                    notes.add(note(rule, false, applied, reader, said(rule, production)));
                }
            }
            production.supply(reader);
        }
        var scope = snapshot.scope(reader);
        for (var rule : snapshot.deciding().inScope(scope.namespace())) {
            boolean applied = rule.applies(reader);
            if (applied || others++ < MOST_OTHERS) {
                var said = answers.stream()
                        .filter(answer -> answer.rule().equals(rule))
                        .map(Explainer::note)
                        .toList();
                notes.add(note(rule, false, applied, reader, said));
            }
        }
        for (var rule : snapshot.tried().inScope(scope.namespace())) {
            boolean applied = rule.applies(reader);
            if (applied || others++ < MOST_OTHERS) {
                var said = trials.stream()
                        .filter(trial -> trial.rule().equals(rule))
                        .map(Explainer::note)
                        .toList();
                notes.add(note(rule, true, applied, reader, said));
            }
        }
        return new Explanation(
                scope.namespace(),
                scope.assumed(),
                policies(snapshot, reader, scope.namespace(), run, verdict),
                notes,
                Math.max(0, others - MOST_OTHERS));
    }

    private static Explanation.@Nullable PolicyPart policies(
            Snapshot snapshot, AttributeReader reader, String namespace, CheckRun run, PolicyVerdict verdict) {
        if (snapshot.policies().isEmpty()) {
            return null;
        }
        var answers = run.customs().stream()
                .map(custom -> note(custom.action(), custom.outcome().join()))
                .toList();
        return new Explanation.PolicyPart(
                verdict.allowed(),
                verdict.reason(),
                verdict.shadow(),
                snapshot.policies().evaluate(reader, namespace).explain(MOST_OTHERS),
                answers);
    }

    private static Explanation.RuleNote note(
            CompiledRule rule,
            boolean tried,
            boolean applied,
            AttributeReader reader,
            List<Explanation.AnswerNote> said) {
        var match = rule.match();
        var reason = match == null ? "applies to every call" : match.explain(reader);
        return new Explanation.RuleNote(rule.name(), rule.place(), tried, applied, reason, said);
    }

    private static List<Explanation.AnswerNote> said(CompiledRule rule, Production production) {
        return production.answers().stream()
                .filter(answer -> answer.rule().equals(rule))
                .map(answer -> {
                    var outcome = answer.outcome().join();
                    var result = outcome.result();
                    return new Explanation.AnswerNote(
                            answer.action().handler().spec().name(),
                            answer.action().instance().name(),
                            result == null ? "failed: " + outcome.failure() : text(result),
                            outcome.nanos() / 1e6,
                            "");
                })
                .toList();
    }

    private static Explanation.AnswerNote note(ShadowRun.Trial trial) {
        var outcome = trial.said().join();
        var status = outcome.result();
        return new Explanation.AnswerNote(
                trial.action().handler().spec().name(),
                trial.action().instance().name(),
                status == null ? "failed: " + outcome.failure() : text(status),
                outcome.nanos() / 1e6,
                "");
    }

    private static Explanation.AnswerNote note(Answer answer) {
        return note(answer.action(), answer.outcome().join());
    }

    private static Explanation.AnswerNote note(Action action, Outcome<CheckResult> outcome) {
        var result = outcome.result();
        return new Explanation.AnswerNote(
                action.handler().spec().name(),
                action.instance().name(),
                result == null ? "failed: " + outcome.failure() : text(result),
                outcome.nanos() / 1e6,
                detail(result));
    }

    /** What a handler tells of its answer; a handler that cannot tell it loses the explanation and nothing else. */
    private static String detail(@Nullable CheckResult result) {
        if (result == null || result.detail() == null) {
            return "";
        }
        try {
            return String.valueOf(result.detail().get());
        } catch (RuntimeException e) {
            return "cannot be told: " + e;
        }
    }

    private static String text(AttributesResult<?> result) {
        if (!result.status().isOk()) {
            return text(result.status());
        }
        return result.output() == null ? "derived nothing" : "derived " + result.output();
    }

    private static String text(CheckResult result) {
        return result.equals(CheckResult.NO_OPINION) ? "no opinion" : text(result.status());
    }

    private static String text(Status status) {
        return status.message().isEmpty() ? status.code().toString() : status.code() + ": " + status.message();
    }
}

package dev.mixer.engine.dispatch;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.config.spec.FailurePolicy;
import dev.mixer.engine.handler.LiveHandler;
import dev.mixer.engine.handler.Outcome;
import dev.mixer.engine.rule.Action;
import dev.mixer.engine.rule.CompiledRule;
import dev.mixer.spi.AttributesResult;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Instance;
import dev.mixer.spi.template.Jwt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that producers derive for one call, before anything is decided. Producers read what the caller sent, not
 * each other's attributes; where several bind one attribute, the first that has a value, in configuration order, supplies
 * it. A bound attribute for which none has a value is absent, whatever the caller sent.
 */
final class Production {
    /** What one producer was asked and its answer, there or still to come. */
    record Answer(CompiledRule rule, Action action, CompletableFuture<Outcome<AttributesResult<?>>> outcome) {}

    /** A producer's failure. */
    record Failure(CompiledRule rule, LiveHandler handler, String message) {
        /** Whether the user did not choose that the call goes on without the attributes. */
        boolean refuses() {
            return handler.spec().failurePolicy() == FailurePolicy.DENY;
        }
    }

    /** Asks equal questions once; made for a call or for a whole report. */
    static final class Questions {
        private record Question(LiveHandler handler, int instance, Instance value) {}

        private final Map<Question, CompletableFuture<Outcome<AttributesResult<?>>>> asked = new HashMap<>();
        private final long deadline;
        private final CallTrace trace;

        Questions(long deadline, CallTrace trace) {
            this.deadline = deadline;
            this.trace = trace;
        }

        CompletableFuture<Outcome<AttributesResult<?>>> ask(Action action, Instance value) {
            return asked.computeIfAbsent(
                    new Question(action.handler(), action.instance().number(), value),
                    _ -> Followed.asking(
                            trace,
                            action.handler(),
                            "attributes",
                            () -> action.handler().derive(action.capability(), value, deadline),
                            AttributesResult::status));
        }
    }

    /** Of a call without producers. */
    static final Production NONE = new Production(List.of());

    private final List<Answer> answers;

    private Production(List<Answer> answers) {
        this.answers = answers;
    }

    /** Asks the producers of rules that match. */
    static Production ask(List<CompiledRule> rules, AttributeReader reader, Questions questions) {
        var answers = new ArrayList<Answer>();
        for (var rule : rules) {
            for (var action : rule.producers()) {
                var instance = action.instance().builder().build(reader);
                answers.add(new Answer(
                        rule,
                        action,
                        instance == null
                                ? CompletableFuture.completedFuture(
                                        new Outcome<>(null, Faults.unreadable(action, reader), 0))
                                : questions.ask(action, instance)));
            }
        }
        return answers.isEmpty() ? NONE : new Production(answers);
    }

    /** Completes when every producer has answered or failed. */
    CompletableFuture<?> answered() {
        return CompletableFuture.allOf(answers.stream().map(Answer::outcome).toArray(CompletableFuture[]::new));
    }

    /** What was asked and answered. */
    List<Answer> answers() {
        return answers;
    }

    /** Whether one of the rules of which one is enough has accepted the call; when all have answered. */
    boolean accepted() {
        return answers.stream().filter(answer -> answer.rule().alternative()).anyMatch(answer -> {
            var result = answer.outcome().join().result();
            return result != null && result.status().isOk() && result.output() != null;
        });
    }

    /** What is done with the headers of a call that passes, for the tokens that were accepted; when all have answered. */
    List<HeaderOperation> forward(AttributeReader reader) {
        var operations = new LinkedHashMap<String, HeaderOperation>();
        for (var answer : answers) {
            var forwarding = answer.rule().forwarding();
            if (forwarding != null) {
                var result = answer.outcome().join().result();
                var output = result != null && result.status().isOk() ? result.output() : null;
                forwarding.apply(reader, output instanceof Jwt.Claims claims ? claims : null, operations);
            }
        }
        return List.copyOf(operations.values());
    }

    /** Supplies the attributes to a call's reader, when all have answered; says which producers failed. */
    List<Failure> supply(AttributeReader reader) {
        var failures = new ArrayList<Failure>(0);
        var values = new LinkedHashMap<Attribute, @Nullable Object>();
        for (var answer : answers) {
            var output = output(answer, failures);
            reader.useOutputs(new @Nullable Record[] {output});
            for (var binding : answer.action().instance().bindings()) {
                // A value is worth evaluating only where no producer before has one.
                if (values.get(binding.attribute()) == null) {
                    values.put(binding.attribute(), binding.value().evaluate(reader));
                }
            }
        }
        values.forEach(reader::provide);
        return failures;
    }

    private static @Nullable Record output(Answer answer, List<Failure> failures) {
        var outcome = answer.outcome().join();
        var result = outcome.result();
        if (result == null) {
            failures.add(new Failure(answer.rule(), answer.action().handler(), String.valueOf(outcome.failure())));
            return null;
        }
        var output = result.output();
        var declared = answer.action().instance().output();
        if (output != null && (declared == null || !declared.type().isInstance(output))) {
            failures.add(new Failure(
                    answer.rule(),
                    answer.action().handler(),
                    "it answered with " + output.getClass().getName() + ", which its template does not declare"));
            return null;
        }
        return output;
    }
}

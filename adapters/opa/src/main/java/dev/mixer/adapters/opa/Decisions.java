package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.input.InputForm;
import dev.mixer.adapters.opa.projection.InputPaths;
import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.wasm.PolicyFailedException;
import dev.mixer.adapters.opa.wasm.PolicyResult;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Host;
import dev.mixer.spi.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** One decision after the other: input, evaluation, verdict. Safe for all threads. */
final class Decisions {
    private final LivePolicy policy;
    private final String rule;
    private final boolean dryRun;
    private final Verdicts steady;
    private final Verdicts unsteady;
    private final Map<PolicyFailedException.Kind, Host.Counter> failures =
            new EnumMap<>(PolicyFailedException.Kind.class);

    Decisions(LivePolicy policy, OpaParameters parameters, Host host) {
        this.policy = policy;
        this.rule = parameters.decidingRule();
        this.dryRun = parameters.dryRun();
        this.steady = new Verdicts(
                rule, CheckResult.ok().validFor(parameters.cachingInterval(), (int) parameters.cachingUseCount()));
        this.unsteady = new Verdicts(rule, CheckResult.ok().validFor(Duration.ZERO, 0));
        for (var kind : PolicyFailedException.Kind.values()) {
            failures.put(
                    kind,
                    host.meters()
                            .counter(
                                    "opa_failed_evaluations",
                                    "Evaluations that came to no decision.",
                                    "reason",
                                    kind.name().toLowerCase(Locale.ROOT)));
        }
    }

    /**
     * Decides about an instance.
     *
     * @param shown the instance without secrets, for explanations
     */
    <T> CheckResult decide(T instance, InputForm<T> form, Supplier<T> shown) throws AdapterException {
        try {
            var answer = policy.evaluate(out -> form.write(instance, out));
            var serving = answer.serving(); // the policy that answered, which may be newer than the call
            var result = answer.result();
            var verdicts = serving.steady() ? steady : unsteady;
            var verdict = result.isTrue()
                    ? verdicts.allowed()
                    : result.isFalse() ? verdicts.refused() : verdicts.of(result.value());
            return told(verdict, serving, result, form, shown);
        } catch (PolicyFailedException e) {
            count(e.kind());
            if (e.kind() == PolicyFailedException.Kind.INPUT_TOO_LONG) {
                return invalid(String.valueOf(e.getMessage()));
            }
            throw AdapterException.permanent(String.valueOf(e.getMessage()), e);
        } catch (MalformedValueException e) {
            return invalid("the request's body is " + e.getMessage());
        }
    }

    /** What is wrong with the request itself is refused whatever the handler's failure policy: else whoever calls could use that. */
    private CheckResult invalid(String message) {
        if (dryRun) {
            return CheckResult.ok()
                    .validFor(Duration.ZERO, 0)
                    .withDetail(() -> "dry run: would be refused: " + message);
        }
        return CheckResult.of(Status.of(Status.Code.INVALID_ARGUMENT, message)).validFor(Duration.ZERO, 0);
    }

    private <T> CheckResult told(
            CheckResult verdict, Serving serving, PolicyResult result, InputForm<T> form, Supplier<T> shown) {
        var told = serving.signed(verdict).withDetail(() -> detail(serving, result, form, shown.get()));
        if (dryRun && !told.status().isOk()) {
            told = serving.signed(CheckResult.ok())
                    .validFor(told.validFor(), told.validUses())
                    .withDetail(() -> "dry run: would be refused\n" + detail(serving, result, form, shown.get()));
        }
        return told;
    }

    private <T> String detail(Serving serving, PolicyResult result, InputForm<T> form, T instance) {
        var lines = new ArrayDeque<String>();
        lines.add("entrypoint " + rule + (serving.revision().isEmpty() ? "" : ", revision " + serving.revision()));
        try {
            var value = result.value();
            lines.add("result " + (value == null ? "undefined" : Json.write(value)));
            var input = new InputWriter(InputPaths.all());
            input.begin();
            form.write(instance, input);
            lines.add("input " + new String(input.bytes(), 0, input.length(), StandardCharsets.UTF_8));
        } catch (PolicyFailedException | MalformedValueException e) {
            lines.add(String.valueOf(e.getMessage()));
        }
        result.notes().forEach(note -> lines.add("said " + note));
        result.failures().forEach(failure -> lines.add("undefined: " + failure));
        return String.join("\n", lines);
    }

    private void count(PolicyFailedException.Kind kind) {
        var counter = failures.get(kind);
        if (counter != null) {
            counter.add(1);
        }
    }
}

package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.input.InputWriter;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.Utf8Buffer;
import dev.mixer.adapters.opa.wasm.PolicyFailedException;
import dev.mixer.adapters.opa.wasm.PolicyResult;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Host;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/** One decision after the other: input, evaluation, verdict. Safe for all threads. */
final class Decisions {
    private static final int USUAL_INPUT = 2_048;

    private final LivePolicy policy;
    private final String rule;
    private final boolean dryRun;
    private final Verdicts steady;
    private final Verdicts unsteady;
    private final Deque<Utf8Buffer> buffers = new ConcurrentLinkedDeque<>();
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
    <T> CheckResult decide(T instance, InputWriter<T> writer, Supplier<T> shown) throws AdapterException {
        var buffer = buffers.poll();
        if (buffer == null) {
            buffer = new Utf8Buffer(USUAL_INPUT);
        }
        try {
            buffer.clear();
            writer.write(instance, buffer);
            var serving = policy.serving();
            var result = policy.evaluate(buffer.array(), buffer.size());
            var verdicts = serving.steady() ? steady : unsteady;
            var verdict = result.isTrue()
                    ? verdicts.allowed()
                    : result.isFalse() ? verdicts.refused() : verdicts.of(result.value());
            return told(verdict, serving, result, writer, shown);
        } catch (PolicyFailedException e) {
            count(e.kind());
            throw AdapterException.permanent(String.valueOf(e.getMessage()), e);
        } catch (MalformedValueException e) {
            throw AdapterException.permanent("the request's body is " + e.getMessage(), e);
        } finally {
            buffers.push(buffer);
        }
    }

    private <T> CheckResult told(
            CheckResult verdict,
            LivePolicy.Serving serving,
            PolicyResult result,
            InputWriter<T> writer,
            Supplier<T> shown) {
        var told = verdict.withDetail(() -> detail(serving, result, writer, shown.get()));
        if (dryRun && !told.status().isOk()) {
            told = CheckResult.ok()
                    .validFor(told.validFor(), told.validUses())
                    .withDetail(() -> "dry run: would be refused\n" + detail(serving, result, writer, shown.get()));
        }
        return told;
    }

    private <T> String detail(LivePolicy.Serving serving, PolicyResult result, InputWriter<T> writer, T instance) {
        var lines = new ArrayDeque<String>();
        lines.add("entrypoint " + rule + (serving.revision().isEmpty() ? "" : ", revision " + serving.revision()));
        try {
            var value = result.value();
            lines.add("result " + (value == null ? "undefined" : Json.write(value)));
            var input = new Utf8Buffer(USUAL_INPUT);
            writer.write(instance, input);
            lines.add("input " + input);
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

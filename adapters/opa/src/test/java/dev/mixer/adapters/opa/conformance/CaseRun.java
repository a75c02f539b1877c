package dev.mixer.adapters.opa.conformance;

import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.wasm.InstanceLimits;
import dev.mixer.adapters.opa.wasm.PolicyFailedException;
import dev.mixer.adapters.opa.wasm.PolicyModule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates one case and judges it, by the rules of OPA's own test of its WebAssembly. */
final class CaseRun {
    private static final InstanceLimits LIMITS = new InstanceLimits(4_096, 1 << 24);

    private final Case test;
    private final boolean compiled;
    private final Builtins builtins;

    private boolean lenient;
    private int projected;

    CaseRun(Case test, boolean compiled, Builtins builtins) {
        this.test = test;
        this.compiled = compiled;
        this.builtins = builtins;
    }

    Outcome run() {
        try {
            return new Outcome(test.note(), reason(), lenient, projected);
        } catch (Exception | StackOverflowError e) {
            return new Outcome(test.note(), "fails in the test: " + e, false, 0);
        }
    }

    private @Nullable String reason() throws Exception {
        if (!test.compileError().isEmpty()) {
            return "does not compile: "
                    + test.compileError().lines().findFirst().orElse("");
        }
        var module = PolicyModule.parse(test.wasm(), LIMITS);
        var missing = module.missing(builtins);
        if (!missing.isEmpty()) {
            return Outcome.MISSING + String.join(", ", missing);
        }
        var code = compiled ? module.compile() : module.interpret();
        var instance = code.newInstance(builtins, LIMITS);
        instance.setData(test.data());
        int entrypoint = module.entrypoints().values().iterator().next();
        var input = test.input();
        List<RegoValue> results;
        try {
            results = instance.evaluateExactly(entrypoint, input, input.length).results();
        } catch (PolicyFailedException e) {
            return failed(e);
        }
        var judgement = judged(results);
        if (judgement == null && test.hasPlan()) {
            var projection = new ProjectionRun(code, builtins, LIMITS, test);
            var difference = projection.difference(entrypoint);
            projected = projection.inputs();
            return difference;
        }
        return judgement;
    }

    private @Nullable String failed(PolicyFailedException failure) {
        var message = String.valueOf(failure.getMessage());
        boolean conflict = message.contains("var assignment conflict") || message.contains("object insert conflict");
        return failure.kind() == PolicyFailedException.Kind.ABORTED && test.wantsConflict() && conflict
                ? null
                : "fails: " + message;
    }

    private @Nullable String judged(List<RegoValue> results) throws MalformedValueException {
        var defined = test.wantDefined();
        if (defined != null) {
            return defined != results.isEmpty() ? null : defined ? "is undefined" : "is defined";
        }
        var wanted = test.wantResult();
        if (wanted != null) {
            var got = bindings(results);
            var due = bindings(wanted.elements());
            return got.equals(due) ? null : "gives another result";
        }
        if (test.strictError()) {
            lenient = true;
            return results.isEmpty() ? null : "gives a result where strict builtin errors would end it";
        }
        return "gives a result instead of an error";
    }

    private RegoSet bindings(List<RegoValue> results) throws MalformedValueException {
        var all = new ArrayList<RegoValue>();
        for (var result : results) {
            var binding = RegoObject.builder();
            var variables = (RegoObject) Case.asJson(result);
            variables.forEach((name, value) -> binding.put(name, test.sortBindings() ? sorted(value) : value));
            all.add(binding.build());
        }
        return RegoSet.of(all);
    }

    private static RegoValue sorted(RegoValue value) {
        return value instanceof RegoArray(var elements)
                ? new RegoArray(elements.stream().sorted().toList())
                : value;
    }
}

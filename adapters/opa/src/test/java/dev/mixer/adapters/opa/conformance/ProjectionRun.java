package dev.mixer.adapters.opa.conformance;

import dev.mixer.adapters.opa.builtin.BuiltinLimits;
import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.builtin.DecisionContext;
import dev.mixer.adapters.opa.projection.InputPaths;
import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.projection.PlanReader;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.Utf8Buffer;
import dev.mixer.adapters.opa.value.ValueText;
import dev.mixer.adapters.opa.wasm.InstanceLimits;
import dev.mixer.adapters.opa.wasm.PolicyCode;
import dev.mixer.adapters.opa.wasm.PolicyFailedException;
import dev.mixer.adapters.opa.wasm.PolicyInstance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Evaluates a case on inputs whole and on what the policy reads of them, and compares. */
final class ProjectionRun {
    private static final int RANDOM_INPUTS = 8;
    private static final int DEEPEST = 5;
    private static final InstantSource STILL = InstantSource.fixed(Instant.EPOCH);

    private final PolicyCode code;
    private final Builtins builtins;
    private final InstanceLimits limits;
    private final Case test;
    private final Random random;
    private int inputs;
    private @Nullable PolicyInstance instance;

    ProjectionRun(PolicyCode code, Builtins builtins, InstanceLimits limits, Case test) {
        this.code = code;
        this.builtins = builtins;
        this.limits = limits;
        this.test = test;
        random = new Random(test.number());
    }

    int inputs() {
        return inputs;
    }

    /** Nothing if the answers are the same. */
    @Nullable
    String difference(int entrypoint) throws Exception {
        var plan = PlanReader.of(test.plan());
        var paths = plan.read(plan.entrypoints());
        if (paths.whole()) {
            return null;
        }
        var writer = new InputWriter(paths);
        for (var input : inputs(paths)) {
            writer.begin();
            writer.value(input);
            var whole = new Utf8Buffer(256);
            ValueText.write(input, whole);
            var expected = answer(entrypoint, whole.toByteArray(), whole.size());
            var answered = answer(entrypoint, writer.bytes(), writer.length());
            inputs++;
            if (!expected.equals(answered)) {
                return "projected input "
                        + new String(writer.bytes(), 0, writer.length(), StandardCharsets.UTF_8)
                        + " of " + whole + " with " + paths.toValue() + ": " + answered + " instead of " + expected;
            }
        }
        return null;
    }

    private String answer(int entrypoint, byte[] input, int length) throws PolicyFailedException {
        var ready = instance;
        if (ready == null || ready.isBroken()) {
            ready = code.newInstance(
                    builtins, limits, new DecisionContext(STILL, new Random(1), BuiltinLimits.STANDARD));
            ready.setData(test.data());
            instance = ready;
        }
        try {
            return RegoSet.of(ready.evaluateExactly(entrypoint, input, length).results())
                    .toString();
        } catch (PolicyFailedException e) {
            return "fails"; // OPA's code for "with" reads stray memory where the input is no object, and may fail in
            // any way
        }
    }

    private List<RegoValue> inputs(InputPaths paths) throws Exception {
        var all = new ArrayList<RegoValue>();
        var own = test.input();
        if (own.length > 0) {
            all.add(ValueText.parse(own, 0, own.length));
        }
        for (int i = 0; i < RANDOM_INPUTS; i++) {
            all.add(value(paths, 0));
        }
        return all;
    }

    /** A value that is often of the form that is read, with more beside it. */
    private RegoValue value(@Nullable InputPaths paths, int depth) {
        int kind = random.nextInt(depth == 0 ? 40 : 12);
        if (depth < DEEPEST && (kind > 6)) {
            var object = RegoObject.builder();
            if (paths != null && !paths.whole()) {
                paths.keys().forEach((key, below) -> {
                    if (random.nextInt(8) > 0) {
                        object.put(key, value(below, depth + 1));
                    }
                });
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                object.put(String.valueOf((char) ('a' + random.nextInt(5))), value(null, depth + 1));
            }
            return object.build();
        }
        return switch (kind) {
            case 0 -> RegoNull.NULL;
            case 1 -> RegoValue.of(random.nextBoolean());
            case 2, 3 -> RegoValue.of(random.nextInt(5));
            case 4 -> depth < DEEPEST ? RegoArray.of(value(paths, depth + 1), value(null, depth + 1)) : RegoArray.EMPTY;
            case 5 -> RegoSet.of(RegoValue.of("a"), RegoValue.of(1));
            default -> RegoValue.of(String.valueOf((char) ('a' + random.nextInt(5))));
        };
    }
}

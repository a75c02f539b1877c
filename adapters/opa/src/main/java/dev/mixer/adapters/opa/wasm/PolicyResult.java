package dev.mixer.adapters.opa.wasm;

import dev.mixer.adapters.opa.builtin.BuiltinFailure;
import dev.mixer.adapters.opa.builtin.DecisionContext;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.ValueText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a policy answered. Immutable and safe for all threads. */
public final class PolicyResult {
    private static final byte[] TRUE = "[{\"result\":true}]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "[{\"result\":false}]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNDEFINED = "[]".getBytes(StandardCharsets.US_ASCII);

    /** A list or set of at most one object whose key {@code result} has the value. */
    private final byte[] text;

    private final List<String> notes;
    private final List<BuiltinFailure> failures;

    PolicyResult(byte[] text, DecisionContext context) {
        this.text = text;
        this.notes = context.notes();
        this.failures = context.failures();
    }

    /** Whether it is plainly true; costs next to nothing. */
    public boolean isTrue() {
        return Arrays.equals(text, TRUE);
    }

    /** Whether it is plainly false; costs next to nothing. */
    public boolean isFalse() {
        return Arrays.equals(text, FALSE);
    }

    /**
     * The answer, or null for undefined: the policy has no value at the entry point for this input.
     *
     * @throws PolicyFailedException if the policy wrote what is no result of OPA
     */
    public @Nullable RegoValue value() throws PolicyFailedException {
        var list = results();
        if (list.isEmpty()) {
            return null;
        }
        if (list.size() == 1 && list.getFirst() instanceof RegoObject object) {
            var value = object.get("result");
            if (value != null) {
                return value;
            }
        }
        throw noResult();
    }

    /**
     * What the policy wrote: for an entry point at most one object with the key {@code result}, for a compiled query an object
     * of variables for each answer.
     *
     * @throws PolicyFailedException if the policy wrote what is no result of OPA
     */
    public List<RegoValue> results() throws PolicyFailedException {
        if (Arrays.equals(text, UNDEFINED)) {
            return List.of();
        }
        try {
            return switch (ValueText.parse(text, 0, text.length)) {
                case RegoArray(var elements) -> elements;
                case RegoSet set -> set.elements();
                default -> throw noResult();
            };
        } catch (MalformedValueException e) {
            throw new PolicyFailedException(
                    PolicyFailedException.Kind.TRAPPED, "the policy's result is " + e.getMessage(), e);
        }
    }

    private static PolicyFailedException noResult() {
        return new PolicyFailedException(
                PolicyFailedException.Kind.TRAPPED, "the policy's result is not of OPA's form");
    }

    /** What the policy printed and traced. */
    public List<String> notes() {
        return notes;
    }

    /** The calls of builtins that were undefined for a reason. */
    public List<BuiltinFailure> failures() {
        return failures;
    }
}

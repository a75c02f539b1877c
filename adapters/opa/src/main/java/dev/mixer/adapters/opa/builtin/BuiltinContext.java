package dev.mixer.adapters.opa.builtin;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What a builtin may know of the decision that it is called in. For the thread of the decision alone, and while it runs. */
public interface BuiltinContext {
    /** The time of the decision in nanoseconds since 1970-01-01 UTC; the same in every call of one decision. */
    long nowNanos();

    /**
     * Answers what an earlier call of this decision has made for an equal {@code key}, or makes it. Builtins that must answer
     * alike within a decision (random numbers, UUIDs, look-ups) keep their answers here; a key begins with the builtin's name,
     * for example {@code List.of("uuid.rfc4122", argument)}.
     */
    <T> T once(Object key, Supplier<T> make);

    /** Where random values come from. */
    RandomGenerator random();

    /** What one call may make at most. */
    BuiltinLimits limits();

    /** Keeps a line that the policy says with {@code trace}, for the explanation of the decision. */
    void note(String line);

    /**
     * To be called in long loops and before waiting.
     *
     * @throws DecisionEndedException if the decision has run over its time
     */
    void checkpoint();
}

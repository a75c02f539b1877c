package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One builtin function of Rego. A builtin is asked by many threads at once and keeps nothing of a decision outside of its
 * {@link BuiltinContext}.
 */
public interface Builtin {
    /** The name as policies call it, for example {@code strings.any_prefix_match}. */
    String name();

    /** How many arguments it takes, from 0 to 4. */
    int arity();

    /**
     * Answers one call.
     *
     * @param arguments as many as {@link #arity}; their types are what the policy made them, so each must be checked
     * @return the result, or null for undefined
     * @throws BuiltinException if the arguments are wrong or the answer cannot be had; the call is undefined then, as OPA has
     *     it without strict builtin errors, and the message explains the decision
     * @throws DecisionEndedException if the whole decision must end, see {@link BuiltinContext#checkpoint}
     */
    @Nullable
    RegoValue call(List<RegoValue> arguments, BuiltinContext context) throws BuiltinException;

    /**
     * Called before a policy that uses it takes calls; may take its time, but asks nobody. What the first call would have to load belongs
     * here where that is much.
     */
    default void warmUp() {}

    /** This builtin, with {@code first} as its {@link #warmUp}. */
    default Builtin warmedUpBy(Runnable first) {
        return new WarmBuiltin(this, first);
    }

    /** A builtin without arguments. */
    static Builtin of(String name, Function0 function) {
        return new NamedBuiltin(name, 0, (_, context) -> function.call(context));
    }

    /** A builtin of one argument. */
    static Builtin of(String name, Function1 function) {
        return new NamedBuiltin(name, 1, (arguments, context) -> function.call(arguments.getFirst(), context));
    }

    /** A builtin of two arguments. */
    static Builtin of(String name, Function2 function) {
        return new NamedBuiltin(
                name, 2, (arguments, context) -> function.call(arguments.get(0), arguments.get(1), context));
    }

    /** A builtin of three arguments. */
    static Builtin of(String name, Function3 function) {
        return new NamedBuiltin(
                name,
                3,
                (arguments, context) -> function.call(arguments.get(0), arguments.get(1), arguments.get(2), context));
    }

    /** A builtin of {@code arity} arguments. */
    static Builtin of(String name, int arity, FunctionN function) {
        return new NamedBuiltin(name, arity, function);
    }

    /** What a builtin without arguments computes; see {@link Builtin#call}. */
    @FunctionalInterface
    interface Function0 {
        @Nullable
        RegoValue call(BuiltinContext context) throws BuiltinException;
    }

    /** What a builtin of one argument computes; see {@link Builtin#call}. */
    @FunctionalInterface
    interface Function1 {
        @Nullable
        RegoValue call(RegoValue argument, BuiltinContext context) throws BuiltinException;
    }

    /** What a builtin of two arguments computes; see {@link Builtin#call}. */
    @FunctionalInterface
    interface Function2 {
        @Nullable
        RegoValue call(RegoValue first, RegoValue second, BuiltinContext context) throws BuiltinException;
    }

    /** What a builtin of three arguments computes; see {@link Builtin#call}. */
    @FunctionalInterface
    interface Function3 {
        @Nullable
        RegoValue call(RegoValue first, RegoValue second, RegoValue third, BuiltinContext context)
                throws BuiltinException;
    }

    /** What a builtin of any arity computes; see {@link Builtin#call}. */
    @FunctionalInterface
    interface FunctionN {
        @Nullable
        RegoValue call(List<RegoValue> arguments, BuiltinContext context) throws BuiltinException;
    }
}

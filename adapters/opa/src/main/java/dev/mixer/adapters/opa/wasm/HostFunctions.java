package dev.mixer.adapters.opa.wasm;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import dev.mixer.adapters.opa.builtin.Builtin;
import dev.mixer.adapters.opa.builtin.BuiltinException;
import dev.mixer.adapters.opa.builtin.DecisionContext;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.Utf8Buffer;
import dev.mixer.adapters.opa.value.ValueText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one instance may call: to give up, to print, and builtins. Values cross as value texts, which keep sets. */
final class HostFunctions {
    private static final String MODULE = "env";
    private static final int MOST_ARGUMENTS = 4;

    /** Each call of a builtin has its number and OPA's unused context before the arguments. */
    private static final int FIRST_ARGUMENT = 2;

    private static final long[] UNDEFINED = {0};

    private final PolicyInstance instance;
    private final DecisionContext context;

    /** By the policy's numbers; null where the host has none. */
    private final @Nullable Builtin[] builtins;

    private final Utf8Buffer buffer = new Utf8Buffer(256);

    HostFunctions(PolicyInstance instance, @Nullable Builtin[] builtins, DecisionContext context) {
        this.instance = instance;
        this.builtins = builtins;
        this.context = context;
    }

    /** The builtins at their numbers. */
    static @Nullable Builtin[] byNumber(
            SortedMap<String, Integer> numbers, dev.mixer.adapters.opa.builtin.Builtins offered) {
        int most =
                numbers.values().stream().mapToInt(number -> number + 1).max().orElse(0);
        var found = new @Nullable Builtin[most];
        numbers.forEach((name, number) -> found[number] = offered.find(name));
        return found;
    }

    ImportFunction[] all() {
        var simple =
                Stream.of(function("opa_abort", 1, false, this::abort), function("opa_println", 1, false, this::print));
        var calls = IntStream.rangeClosed(0, MOST_ARGUMENTS)
                .mapToObj(count -> function("opa_builtin" + count, FIRST_ARGUMENT + count, true, this::call));
        return Stream.concat(simple, calls).toArray(ImportFunction[]::new);
    }

    /** What the host does, given the numbers that the policy passes. */
    @FunctionalInterface
    private interface Body {
        long[] apply(long[] arguments);
    }

    private static ImportFunction function(String name, int arguments, boolean answers, Body body) {
        var numbers = Stream.generate(() -> ValType.I32).limit(arguments).toList();
        return new HostFunction(
                MODULE,
                name,
                FunctionType.of(numbers, answers ? List.of(ValType.I32) : List.of()),
                (_, values) -> body.apply(values));
    }

    private long[] abort(long[] arguments) {
        throw new GuestAbortException(instance.memory().readMessage((int) arguments[0]));
    }

    private long[] print(long[] arguments) {
        context.note(instance.memory().readMessage((int) arguments[0]));
        return new long[0];
    }

    private long[] call(long[] arguments) {
        int number = (int) arguments[0];
        var builtin = number >= 0 && number < builtins.length ? builtins[number] : null;
        if (builtin == null) {
            throw new GuestAbortException("it calls a builtin that the host does not have");
        }
        if (arguments.length - FIRST_ARGUMENT != builtin.arity()) {
            throw new GuestAbortException("it calls " + builtin.name() + " with " + (arguments.length - FIRST_ARGUMENT)
                    + " arguments instead of " + builtin.arity());
        }
        try {
            var values = new ArrayList<RegoValue>(builtin.arity());
            for (long argument : Arrays.copyOfRange(arguments, FIRST_ARGUMENT, arguments.length)) {
                var text = instance.dump((int) argument);
                values.add(ValueText.parse(text, 0, text.length));
            }
            var result = builtin.call(values, context);
            if (result == null) {
                return UNDEFINED;
            }
            buffer.clear();
            ValueText.write(result, buffer);
            return new long[] {instance.parse(buffer.array(), buffer.size())};
        } catch (BuiltinException e) {
            var message = e.getMessage();
            context.failed(builtin.name(), message == null ? "no reason given" : message);
            return UNDEFINED;
        } catch (MalformedValueException e) {
            throw new GuestAbortException("it passes " + builtin.name() + " what is no value: " + e.getMessage());
        }
    }
}

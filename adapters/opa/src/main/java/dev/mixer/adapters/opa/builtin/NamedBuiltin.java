package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A builtin made of a function. */
record NamedBuiltin(String name, int arity, FunctionN function) implements Builtin {
    private static final int MOST_ARGUMENTS = 4;

    NamedBuiltin {
        if (name.isEmpty() || arity < 0 || arity > MOST_ARGUMENTS) {
            throw new IllegalArgumentException("builtin '" + name + "' of " + arity + " arguments");
        }
    }

    @Override
    public @Nullable RegoValue call(List<RegoValue> arguments, BuiltinContext context) throws BuiltinException {
        return function.call(arguments, context);
    }
}

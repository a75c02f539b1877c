package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A builtin that has something to do before its first call. */
record WarmBuiltin(Builtin builtin, Runnable first) implements Builtin {
    @Override
    public String name() {
        return builtin.name();
    }

    @Override
    public int arity() {
        return builtin.arity();
    }

    @Override
    public @Nullable RegoValue call(List<RegoValue> arguments, BuiltinContext context) throws BuiltinException {
        return builtin.call(arguments, context);
    }

    @Override
    public void warmUp() {
        first.run();
    }
}

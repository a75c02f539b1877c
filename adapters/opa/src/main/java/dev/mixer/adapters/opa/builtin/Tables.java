package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Large tables beside the policies, which {@code mixer.lookup(table, key)} reads entry by entry: they lie in the host's memory once,
 * where data lies in that of each instance of a policy, many times its size. Asked by many threads at once; must not block.
 */
@FunctionalInterface
public interface Tables {
    /**
     * The value of {@code key} in the table called {@code table}, or null if there is no such key.
     *
     * @throws BuiltinException if there is no such table
     */
    @Nullable
    RegoValue find(String table, RegoValue key) throws BuiltinException;

    /** The tables as they are now: what one decision looks into, however often, whatever changes in between. */
    default Tables now() {
        return this;
    }

    /** The builtin {@code mixer.lookup}, which is undefined where the table or the key is missing. */
    default Builtin lookup() {
        var name = "mixer.lookup";
        var snapshot = List.of(name);
        return Builtin.of(
                name, (table, key, context) -> context.once(snapshot, this::now).find(Operands.string(table, 1), key));
    }
}

package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoValue;
import org.jspecify.annotations.Nullable;

/**
 * Large tables beside the policies, which {@code mixer.lookup(table, key)} reads entry by entry: they lie in the host's memory once,
 * where data lies in that of each instance of a policy, many times its size. Asked by many threads at once; must not block.
 */
@FunctionalInterface
public interface Tables {
    /** The value of {@code key} in the table called {@code table}, or null if there is no such table or no such key. */
    @Nullable
    RegoValue find(String table, RegoValue key);

    /** The builtin {@code mixer.lookup}, which is undefined where the table or the key is missing. */
    default Builtin lookup() {
        return Builtin.of("mixer.lookup", (table, key, _) -> find(Operands.string(table, 1), key));
    }
}

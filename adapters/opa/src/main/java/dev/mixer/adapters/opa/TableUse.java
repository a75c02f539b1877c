package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.projection.TableNames;
import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.value.MalformedValueException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether a policy finds the tables that it names. */
final class TableUse {
    private static final String LOOKUP = "mixer.lookup";

    private TableUse() {}

    /** @throws InvalidPolicyException if it looks into a table that the handler does not have */
    static void require(PolicyLibrary.Ready ready, Set<String> tables) throws InvalidPolicyException {
        if (!ready.code().policy().builtins().containsKey(LOOKUP)) {
            return;
        }
        var name = ready.files().name();
        if (tables.isEmpty()) {
            throw new InvalidPolicyException(
                    name + ": calls " + LOOKUP + ", but the handler has no tables; name their files in tables");
        }
        var missing = new TreeSet<>(named(ready.compiled().plan()));
        missing.removeAll(tables);
        if (!missing.isEmpty()) {
            throw new InvalidPolicyException(name + ": looks into tables that the handler does not have: "
                    + String.join(", ", missing) + "; tables has " + String.join(", ", new TreeSet<>(tables)));
        }
    }

    /** As far as the plan tells; a name that is computed is told by the builtin where it is unknown. */
    private static Set<String> named(byte @Nullable [] plan) {
        if (plan == null) {
            return Set.of();
        }
        try {
            return TableNames.of(plan);
        } catch (MalformedValueException | IllegalArgumentException e) {
            return Set.of(); // a plan of another OPA
        }
    }
}

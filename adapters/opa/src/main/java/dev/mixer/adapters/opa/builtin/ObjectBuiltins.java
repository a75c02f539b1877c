package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.Collections;
import java.util.List;

/** Whole documents: patches and parts of one another. */
final class ObjectBuiltins {
    private ObjectBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of(
                        "json.patch",
                        (document, operations, context) ->
                                JsonPatch.apply(document, Operands.array(operations, 2), context)),
                Builtin.of("object.subset", (whole, part, _) -> RegoValue.of(isSubset(whole, part))));
    }

    private static boolean isSubset(RegoValue whole, RegoValue part) throws BuiltinException {
        if (whole instanceof RegoArray(var elements) && part instanceof RegoSet set) {
            return holds(elements, set);
        }
        if (whole.type() != part.type()
                || !(whole instanceof RegoArray || whole instanceof RegoObject || whole instanceof RegoSet)) {
            throw new BuiltinException("the arguments must be two objects, two sets, two arrays or an array and a set");
        }
        return covers(whole, part);
    }

    /** Counts as OPA does: an element that is twice in the array counts twice, and an empty array holds no set. */
    private static boolean holds(List<RegoValue> elements, RegoSet set) {
        return !elements.isEmpty() && elements.stream().filter(set::contains).count() >= set.size();
    }

    private static boolean covers(RegoValue whole, RegoValue part) {
        if (whole.equals(part)) {
            return true;
        }
        if (whole instanceof RegoObject object && part instanceof RegoObject wanted) {
            return wanted.keys().stream().allMatch(key -> {
                var value = object.get(key);
                var other = wanted.get(key);
                return value != null && other != null && covers(value, other);
            });
        }
        if (whole instanceof RegoSet set && part instanceof RegoSet wanted) {
            return wanted.elements().stream().allMatch(set::contains);
        }
        return whole instanceof RegoArray(var elements)
                && part instanceof RegoArray(var wanted)
                && Collections.indexOfSubList(elements, wanted) >= 0;
    }
}

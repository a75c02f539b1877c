package dev.mixer.adapters.opa.source;

import dev.mixer.adapters.opa.builtin.BuiltinException;
import dev.mixer.adapters.opa.builtin.JsonTree;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a delta bundle ({@code patch.json}) changes in the data of the bundle before it. Source: the section on delta bundles of the
 * page "Bundles" of OPA's documentation. Immutable.
 */
record DataPatch(String shown, List<Operation> operations) {
    static final String FILE = "patch.json";

    private enum Kind {
        UPSERT,
        REPLACE,
        REMOVE
    }

    /**
     * One change.
     *
     * @param path at least one key
     * @param value null: of a removal
     */
    private record Operation(
            Kind kind, List<String> path, @Nullable RegoValue value) {}

    static DataPatch parse(String shown, byte[] content) throws InvalidPolicyException {
        RegoValue value;
        try {
            value = Json.parse(content);
        } catch (MalformedValueException e) {
            throw new InvalidPolicyException(shown + ":" + e.line() + ":" + e.column() + ": " + e.getMessage());
        }
        if (!(value instanceof RegoObject object) || !(object.get("data") instanceof RegoArray(var elements))) {
            throw new InvalidPolicyException(shown + ": must be an object with data, a list of operations");
        }
        if (elements.isEmpty()) {
            // OPA takes that for a removal of all data, which nobody means.
            throw new InvalidPolicyException(shown + ": lists no operations");
        }
        var operations = new ArrayList<Operation>();
        for (int i = 0; i < elements.size(); i++) {
            operations.add(operation(shown + ": data[" + i + "]", elements.get(i)));
        }
        return new DataPatch(shown, List.copyOf(operations));
    }

    private static Operation operation(String shown, RegoValue element) throws InvalidPolicyException {
        if (!(element instanceof RegoObject object)
                || !(object.get("op") instanceof RegoString(var op))
                || !(object.get("path") instanceof RegoString(var path))) {
            throw new InvalidPolicyException(shown + " must be an object with op and path");
        }
        var kind = switch (op) {
            case "upsert" -> Kind.UPSERT;
            case "replace" -> Kind.REPLACE;
            case "remove" -> Kind.REMOVE;
            default ->
                throw new InvalidPolicyException(shown + ": op must be upsert, replace or remove, not '" + op + "'");
        };
        var keys = path.replaceAll("\\A/+|/+\\z", "");
        if (keys.isEmpty()) {
            throw new InvalidPolicyException(shown + ": path must name a place in the data");
        }
        var value = object.get("value");
        if (value == null && kind != Kind.REMOVE) {
            throw new InvalidPolicyException(shown + ": " + op + " needs a value");
        }
        return new Operation(
                kind,
                Arrays.stream(keys.split("/", -1))
                        .map(key -> key.replace("~1", "/").replace("~0", "~"))
                        .toList(),
                kind == Kind.REMOVE ? null : value);
    }

    /** @throws InvalidPolicyException if it changes anything outside of {@code roots} */
    void requireInside(Roots roots) throws InvalidPolicyException {
        for (var operation : operations) {
            if (!roots.contain(operation.path())) {
                throw new InvalidPolicyException(shown + ": changes the data at /" + String.join("/", operation.path())
                        + ", outside of the roots " + roots);
            }
        }
    }

    /** The data after all changes, in order; all or nothing. */
    RegoObject apply(RegoObject data) throws InvalidPolicyException {
        RegoValue changed = data;
        for (var operation : operations) {
            try {
                changed = apply(changed, operation);
            } catch (BuiltinException e) {
                throw new InvalidPolicyException(shown + ": does not fit the data at /"
                        + String.join("/", operation.path()) + ": " + e.getMessage());
            }
        }
        return (RegoObject) changed; // no path is empty
    }

    private static RegoValue apply(RegoValue data, Operation operation) throws BuiltinException {
        var path = operation.path().stream().<RegoValue>map(RegoString::new).toList();
        var value = operation.value();
        return switch (operation.kind()) {
            case UPSERT -> JsonTree.insert(withParents(data, path), path, present(value));
            case REPLACE -> JsonTree.insert(present(JsonTree.delete(data, path)), path, present(value));
            case REMOVE -> present(JsonTree.delete(data, path));
        };
    }

    /** With an object in every place on the way that is none yet. */
    private static RegoValue withParents(RegoValue data, List<RegoValue> path) throws BuiltinException {
        var whole = data;
        for (int length = 1; length < path.size(); length++) {
            var above = JsonTree.get(whole, path.subList(0, length - 1));
            if (above instanceof RegoObject object && object.get(path.get(length - 1)) == null) {
                whole = JsonTree.insert(whole, path.subList(0, length), RegoObject.EMPTY);
            }
        }
        return whole;
    }

    private static RegoValue present(@Nullable RegoValue value) {
        return java.util.Objects.requireNonNull(value);
    }
}

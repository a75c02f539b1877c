package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON Patch (RFC 6902) with OPA's additions: a path may also be an array of keys, slashes at the front of a path count as one,
 * and sets have their elements as keys. One operation that fails makes the whole patch fail.
 */
final class JsonPatch {
    private JsonPatch() {}

    /** What {@code source} is after all operations, or null if nothing is left of it. */
    static @Nullable RegoValue apply(RegoValue source, RegoArray operations, BuiltinContext context)
            throws BuiltinException {
        @Nullable RegoValue document = source;
        for (var operation : operations) {
            context.checkpoint();
            if (!(operation instanceof RegoObject object)) {
                throw new BuiltinException("a patch must hold objects");
            }
            document = apply(document, object);
        }
        return document;
    }

    private static @Nullable RegoValue apply(@Nullable RegoValue document, RegoObject operation)
            throws BuiltinException {
        var path = path(field(operation, "path"));
        var name = field(operation, "op") instanceof RegoString(var text) ? text : "";
        return switch (name) {
            case "add" -> JsonTree.insert(document, path, field(operation, "value"));
            case "remove" -> JsonTree.delete(document, path);
            case "replace" -> {
                var value = field(operation, "value");
                yield JsonTree.insert(JsonTree.delete(document, path), path, value);
            }
            case "move" -> {
                var from = path(field(operation, "from"));
                var moved = JsonTree.get(document, from);
                yield JsonTree.insert(JsonTree.delete(document, from), path, moved);
            }
            case "copy" -> JsonTree.insert(document, path, JsonTree.get(document, path(field(operation, "from"))));
            case "test" -> {
                if (!JsonTree.get(document, path).equals(field(operation, "value"))) {
                    throw new BuiltinException("a test of the patch finds another value");
                }
                yield document;
            }
            default -> throw new BuiltinException("the op of a patch must be one of RFC 6902");
        };
    }

    private static RegoValue field(RegoObject operation, String name) throws BuiltinException {
        var value = operation.get(name);
        if (value == null) {
            throw new BuiltinException("an operation of the patch lacks its " + name);
        }
        return value;
    }

    private static List<RegoValue> path(RegoValue path) throws BuiltinException {
        return switch (path) {
            case RegoArray(var keys) -> keys;
            case RegoString(var text) -> {
                if (text.isEmpty()) {
                    yield List.of();
                }
                var keys = new ArrayList<RegoValue>();
                for (var part : text.replaceFirst("\\A/+", "").split("/", -1)) {
                    keys.add(RegoValue.of(part.replace("~1", "/").replace("~0", "~")));
                }
                yield keys;
            }
            default -> throw new BuiltinException("a path must be a string or an array of keys");
        };
    }
}

package dev.mixer.adapters.opa.builtin;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema of draft 4, 6 or 7, checked as far as OPA checks it: types, patterns (of RE2) and references, which must lead to
 * places in the same schema. Nothing is fetched.
 */
final class JsonSchema {
    /** Also references go deeper. */
    static final int DEEPEST = 200;

    static final List<String> TYPES = List.of("array", "boolean", "integer", "number", "null", "object", "string");

    private static final List<String> SINGLE = List.of(
            "not",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
            "additionalProperties",
            "additionalItems",
            "items");
    private static final List<String> LISTS = List.of("allOf", "anyOf", "oneOf", "items");
    private static final List<String> MAPS =
            List.of("properties", "patternProperties", "definitions", "$defs", "dependencies");

    private final RegoValue root;
    private final Map<String, Pattern> patterns = new HashMap<>();

    private JsonSchema(RegoValue root) {
        this.root = root;
    }

    static JsonSchema of(RegoValue root) throws BuiltinException {
        var schema = new JsonSchema(root);
        schema.check(root, 0);
        return schema;
    }

    RegoValue root() {
        return root;
    }

    Pattern pattern(String text) throws BuiltinException {
        var known = patterns.get(text);
        if (known != null) {
            return known;
        }
        throw new BuiltinException("a pattern of the schema is not known");
    }

    private void check(RegoValue value, int depth) throws BuiltinException {
        if (value instanceof RegoBoolean) {
            return;
        }
        if (!(value instanceof RegoObject schema) || depth > DEEPEST) {
            throw new BuiltinException("Invalid type. Expected: object or boolean, given: " + typeOf(value));
        }
        checkTypes(schema.get("type"));
        if (schema.get("pattern") instanceof RegoString(var pattern)) {
            compile(pattern, "pattern");
        }
        if (schema.get("$ref") instanceof RegoString(var reference)) {
            resolve(reference);
        }
        for (var keyword : SINGLE) {
            var child = schema.get(keyword);
            if (child != null && !(child instanceof RegoArray)) {
                check(child, depth + 1);
            }
        }
        for (var keyword : LISTS) {
            if (schema.get(keyword) instanceof RegoArray(var children)) {
                for (var child : children) {
                    check(child, depth + 1);
                }
            }
        }
        for (var keyword : MAPS) {
            if (schema.get(keyword) instanceof RegoObject children) {
                for (int i = 0; i < children.size(); i++) {
                    if (keyword.equals("patternProperties") && children.keys().get(i) instanceof RegoString(var key)) {
                        compile(key, "patternProperties");
                    }
                    if (!(children.values().get(i) instanceof RegoArray)) {
                        check(children.values().get(i), depth + 1);
                    }
                }
            }
        }
    }

    private void compile(String pattern, String keyword) throws BuiltinException {
        try {
            patterns.put(pattern, Pattern.compile(pattern));
        } catch (PatternSyntaxException e) {
            throw new BuiltinException(
                    keyword.equals("pattern")
                            ? "pattern must be a valid regex"
                            : "Invalid regex pattern '" + pattern + "'",
                    e);
        }
    }

    private static void checkTypes(@Nullable RegoValue type) throws BuiltinException {
        for (var name : types(type)) {
            if (!TYPES.contains(name)) {
                throw new BuiltinException("has a primitive type that is NOT VALID -- given: /" + name
                        + "/ Expected valid values are:[" + String.join(" ", TYPES) + "]");
            }
        }
    }

    /** The types that a schema takes, none for all. */
    static List<String> types(@Nullable RegoValue type) throws BuiltinException {
        return switch (type) {
            case null -> List.of();
            case RegoString(var one) -> List.of(one);
            case RegoArray array -> new ArrayList<>(new TreeSet<>(Operands.strings(array, 1)));
            default -> throw new BuiltinException("type must be of type string or array of strings");
        };
    }

    /** What {@code reference} leads to: the schema itself, or a place in it (RFC 6901). */
    RegoValue resolve(String reference) throws BuiltinException {
        if (!reference.startsWith("#")) {
            throw new BuiltinException("a $ref leads out of the schema, which is not allowed");
        }
        var place = root;
        var pointer = GoUrls.unescape(reference.substring(1));
        for (var part : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            var key = part.replace("~1", "/").replace("~0", "~");
            var next = switch (place) {
                case RegoObject object -> object.get(key);
                case RegoArray array
                when key.matches("[0-9]{1,6}") && Integer.parseInt(key) < array.size() ->
                    array.get(Integer.parseInt(key));
                default -> null;
            };
            if (next == null) {
                throw new BuiltinException("a $ref leads to nothing: " + reference);
            }
            place = next;
        }
        return place;
    }

    /** The type of a value as messages say it. */
    static String typeOf(RegoValue value) {
        return value instanceof RegoNumber number && number.isWhole()
                ? "integer"
                : value.type().word();
    }
}

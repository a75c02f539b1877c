package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON to the byte as Go's package encoding/json writes it: keys sorted, and {@code <}, {@code >}, {@code &} and two line
 * separators escaped. Where that does not matter, {@link Json} is quicker.
 */
final class GoJson {
    private final StringBuilder out = new StringBuilder();
    private final String prefix;
    private final String indent;

    /** Whose limits white space must keep, or null for none of it. */
    private final @Nullable BuiltinContext spaced;

    private GoJson(String prefix, String indent, @Nullable BuiltinContext spaced) {
        this.prefix = prefix;
        this.indent = indent;
        this.spaced = spaced;
    }

    /** Without white space. */
    static String write(RegoValue value) {
        return new GoJson("", "", null).text(value);
    }

    /** One line for each element, each but the first beginning with {@code prefix} and as many indents as its depth. */
    static String write(RegoValue value, String prefix, String indent, BuiltinContext context) {
        return new GoJson(prefix, indent, context).text(value);
    }

    private String text(RegoValue value) {
        add(value, 0);
        return out.toString();
    }

    private void add(RegoValue value, int depth) {
        switch (value) {
            case RegoString string -> string(string);
            case RegoArray(var elements) -> list(elements, depth);
            case RegoSet set -> list(set.elements(), depth);
            case RegoObject object -> object(object, depth);
            default -> out.append(Json.write(value));
        }
    }

    private void string(RegoString string) {
        var quoted = Json.write(string);
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            switch (c) {
                case '<' -> out.append("\\u003c");
                case '>' -> out.append("\\u003e");
                case '&' -> out.append("\\u0026");
                case '\u2028' -> out.append("\\u2028");
                case '\u2029' -> out.append("\\u2029");
                default -> out.append(c);
            }
        }
    }

    private void list(List<RegoValue> elements, int depth) {
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
            separate(i, depth + 1);
            add(elements.get(i), depth + 1);
        }
        close(']', elements.isEmpty(), depth);
    }

    private void object(RegoObject object, int depth) {
        var byName = new TreeMap<RegoString, RegoValue>();
        object.forEach((key, value) ->
                byName.put(key instanceof RegoString name ? name : new RegoString(Json.write(key)), value));
        out.append('{');
        int count = 0;
        for (var entry : byName.entrySet()) {
            separate(count++, depth + 1);
            string(entry.getKey());
            out.append(spaced != null ? ": " : ":");
            add(entry.getValue(), depth + 1);
        }
        close('}', byName.isEmpty(), depth);
    }

    private void separate(int index, int depth) {
        if (index > 0) {
            out.append(',');
        }
        line(depth);
    }

    private void close(char bracket, boolean empty, int depth) {
        if (!empty) {
            line(depth);
        }
        out.append(bracket);
    }

    private void line(int depth) {
        if (spaced != null) {
            Results.checkText(out.length(), spaced);
            out.append('\n').append(prefix).append(indent.repeat(depth));
        }
    }
}

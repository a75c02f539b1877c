package dev.mixer.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** JSON as maps, lists, texts, numbers and booleans. */
final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /**
     * Reads an object.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static Map<?, ?> readObject(String text) {
        // JSON is a part of YAML, whose parser the engine carries anyway; a brace at the start keeps most of YAML out.
        if (!text.stripLeading().startsWith("{")) {
            throw new IllegalArgumentException("is not a JSON object");
        }
        var settings = LoadSettings.builder().setSchema(new JsonSchema()).build();
        try {
            if (new Load(settings).loadFromString(text) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(
                    "is not JSON: " + String.valueOf(e.getMessage()).strip(), e);
        }
        throw new IllegalArgumentException("is not a JSON object");
    }

    /** Writes a value over several lines, in the order of its maps. */
    static String write(@Nullable Object value) {
        var json = new Json();
        json.add(value, "\n");
        return json.text.toString();
    }

    private void add(@Nullable Object value, String line) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> addAll(map.entrySet().iterator(), '{', '}', line);
            case List<?> list -> addAll(list.iterator(), '[', ']', line);
            case Map.Entry<?, ?> entry -> {
                quote(String.valueOf(entry.getKey()));
                text.append(": ");
                add(entry.getValue(), line);
            }
            case Double number when !Double.isFinite(number) -> quote(number.toString());
            case Number number -> text.append(number);
            case Boolean flag -> text.append(flag);
            default -> quote(value.toString());
        }
    }

    private void addAll(Iterator<?> values, char open, char close, String line) {
        text.append(open);
        boolean any = values.hasNext();
        while (values.hasNext()) {
            text.append(line).append("  ");
            add(values.next(), line + "  ");
            text.append(values.hasNext() ? "," : "");
        }
        text.append(any ? line : "").append(close);
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> text.append(c < ' ' || c == 0x7f ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        text.append('"');
    }
}

package dev.mixer.cli;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.expression.ValueText;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes typed values of what a person or a file says. */
final class AttributeParser {
    /* NAME=VALUE or NAME[KEY]=VALUE; a key may hold an equals sign, so the bracket is looked for first. */
    private static final Pattern ARGUMENT =
            Pattern.compile("(?<name>[^=\\[]+)(\\[(?<key>.+?)])?=(?<value>.*)", Pattern.DOTALL);

    private final Vocabulary vocabulary;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Set<String> given = new HashSet<>();

    AttributeParser(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    Map<String, Object> values() {
        return values;
    }

    void addArgument(String argument) {
        var parts = ARGUMENT.matcher(argument);
        if (!parts.matches()) {
            throw new UsageException("-a " + argument + ": expected NAME=VALUE or NAME[KEY]=VALUE");
        }
        var attribute = find("-a " + argument, parts.group("name"));
        @Nullable String key = parts.group("key");
        if (!given.add(attribute.name() + "[" + (key == null ? "" : key))) {
            throw new UsageException("-a " + argument + ": given twice");
        }
        if (key == null) {
            put(attribute, parse("-a " + argument, attribute.type(), parts.group("value")));
        } else if (attribute.type() == ValueType.STRING_MAP) {
            put(attribute, Map.of(key, parts.group("value")));
        } else {
            throw new UsageException(
                    "-a " + argument + ": " + attribute + " is " + attribute.type() + " and has no entries");
        }
    }

    void addJson(String source, Map<?, ?> object) {
        for (var entry : object.entrySet()) {
            var attribute = find(source, String.valueOf(entry.getKey()));
            put(attribute, value(source + ": " + attribute, attribute.type(), entry.getValue()));
        }
    }

    private Attribute find(String where, String name) {
        return vocabulary
                .find(name)
                .orElseThrow(() -> new UsageException(where + ": unknown attribute '" + name + "'"
                        + DidYouMean.hint(
                                name,
                                vocabulary.attributes().stream()
                                        .map(Attribute::name)
                                        .toList())));
    }

    private void put(Attribute attribute, Object value) {
        if (value instanceof Map<?, ?> map) {
            var all = new TreeMap<String, String>();
            if (values.get(attribute.name()) instanceof Map<?, ?> before) {
                before.forEach((key, text) -> all.put((String) key, (String) text));
            }
            boolean headers = Slots.headers(attribute);
            map.forEach((key, text) ->
                    all.put(headers ? ((String) key).toLowerCase(Locale.ROOT) : (String) key, (String) text));
            values.put(attribute.name(), Map.copyOf(all));
        } else {
            values.put(attribute.name(), value);
        }
    }

    private static Object value(String where, ValueType type, @Nullable Object json) {
        if (json instanceof String text
                && !(type == ValueType.INT64
                        || type == ValueType.DOUBLE
                        || type == ValueType.BOOL
                        || type == ValueType.STRING_MAP)) {
            return parse(where, type, text);
        }
        if (json instanceof Number number && type == ValueType.DOUBLE) {
            return number.doubleValue();
        }
        if ((json instanceof Integer || json instanceof Long) && type == ValueType.INT64) {
            return ((Number) json).longValue();
        }
        if (json instanceof Boolean flag && type == ValueType.BOOL) {
            return flag;
        }
        if (json instanceof Map<?, ?> map && type == ValueType.STRING_MAP) {
            return texts(where, map);
        }
        throw new UsageException(where + " is " + type + ", it cannot be " + Json.write(json));
    }

    private static Map<String, String> texts(String where, Map<?, ?> map) {
        var texts = new TreeMap<String, String>();
        map.forEach((key, value) -> {
            if (!(value instanceof String text)) {
                throw new UsageException(where + "[" + key + "] is STRING, it cannot be " + Json.write(value));
            }
            texts.put(String.valueOf(key), text);
        });
        return texts;
    }

    private static Object parse(String where, ValueType type, String text) {
        try {
            return ValueText.parse(type, text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(where + ": " + e.getMessage());
        }
    }
}

package dev.mixer.engine.ratelimit;

import dev.mixer.engine.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes values out of their places in a file: maps, lists, texts, Doubles, Booleans and null. */
final class PlainValues {
    private PlainValues() {}

    static Map<String, @Nullable Object> of(YamlNode.@Nullable Mapping mapping) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        if (mapping != null) {
            mapping.entries().forEach(entry -> values.put(entry.name(), of(entry.value())));
        }
        return values;
    }

    private static @Nullable Object of(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> of(mapping);
            case YamlNode.Sequence(var _, var items) -> {
                var values = new ArrayList<@Nullable Object>();
                items.forEach(item -> values.add(of(item)));
                yield values;
            }
            case YamlNode.Scalar scalar -> of(scalar);
        };
    }

    private static @Nullable Object of(YamlNode.Scalar scalar) {
        return switch (scalar.type()) {
            case NULL -> null;
            case BOOL -> scalar.text().equalsIgnoreCase("true");
            case INT, FLOAT -> number(scalar.text());
            case TEXT -> scalar.text();
        };
    }

    private static Object number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return text; // such as 0x1F, which nobody has to guess
        }
    }
}

package dev.mixer.cli;

import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.ValueText;
import java.util.TreeMap;

/** Attribute values as JSON has them: what it has no type for is text. */
final class JsonValue {
    private JsonValue() {}

    static Object of(ValueType type, Object value) {
        return switch (type) {
            case STRING, INT64, DOUBLE, BOOL -> value;
            case STRING_MAP -> {
                var sorted = new TreeMap<String, Object>();
                ((java.util.Map<?, ?>) value).forEach((key, text) -> sorted.put(String.valueOf(key), text));
                yield sorted;
            }
            case TIMESTAMP, IP_ADDRESS, EMAIL_ADDRESS, URI, DNS_NAME, DURATION -> ValueText.of(type, value);
        };
    }
}

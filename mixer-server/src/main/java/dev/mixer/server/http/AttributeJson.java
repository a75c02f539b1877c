package dev.mixer.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.expression.ValueText;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Attributes written as JSON, typed by a vocabulary: durations {@code "10ms"}, times RFC 3339, addresses as text. */
final class AttributeJson {
    private AttributeJson() {}

    static MapBag bag(@Nullable JsonNode attributes, Vocabulary vocabulary) throws InvalidRequestException {
        var values = new LinkedHashMap<String, Object>();
        if (attributes != null && !attributes.isNull()) {
            if (!attributes.isObject()) {
                throw new InvalidRequestException("attributes must be an object of names and values");
            }
            for (var entry : attributes.properties()) {
                var attribute = vocabulary.get(entry.getKey());
                if (attribute == null) {
                    throw new InvalidRequestException("unknown attribute " + entry.getKey()
                            + DidYouMean.hint(
                                    entry.getKey(),
                                    vocabulary.attributes().stream()
                                            .map(Attribute::name)
                                            .toList()));
                }
                values.put(attribute.name(), value(attribute, entry.getValue()));
            }
        }
        return MapBag.of(values);
    }

    private static Object value(Attribute attribute, JsonNode node) throws InvalidRequestException {
        try {
            return switch (attribute.type()) {
                case STRING_MAP -> map(attribute, node);
                case BOOL -> {
                    if (!node.isBoolean()) {
                        throw new IllegalArgumentException("expected true or false");
                    }
                    yield node.booleanValue();
                }
                case INT64 -> {
                    if (!node.canConvertToLong() || !node.isIntegralNumber()) {
                        throw new IllegalArgumentException("expected a whole number");
                    }
                    yield node.longValue();
                }
                case DOUBLE -> {
                    if (!node.isNumber()) {
                        throw new IllegalArgumentException("expected a number");
                    }
                    yield node.doubleValue();
                }
                default -> {
                    if (!node.isTextual()) {
                        throw new IllegalArgumentException("expected text");
                    }
                    yield ValueText.parse(attribute.type(), node.textValue());
                }
            };
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    "attribute " + attribute + " is " + attribute.type() + ": " + e.getMessage());
        }
    }

    private static Object map(Attribute attribute, JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("expected an object of texts");
        }
        var map = new LinkedHashMap<String, String>();
        for (var entry : node.properties()) {
            if (!entry.getValue().isTextual()) {
                throw new IllegalArgumentException("the value of " + entry.getKey() + " must be text");
            }
            var text = entry.getValue().textValue();
            if (Slots.headers(attribute)) {
                map.merge(
                        entry.getKey().toLowerCase(Locale.ROOT),
                        text.strip(),
                        (earlier, later) -> earlier + "," + later);
            } else {
                map.put(entry.getKey(), text);
            }
        }
        return Collections.unmodifiableMap(map);
    }

    static ValueType type(String name, String type) throws InvalidRequestException {
        try {
            return ValueType.valueOf(type);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("types: " + name + ": " + type + " is no value type; there are "
                    + java.util.Arrays.toString(ValueType.values()));
        }
    }
}

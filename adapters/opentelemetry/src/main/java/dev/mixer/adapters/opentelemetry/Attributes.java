package dev.mixer.adapters.opentelemetry;

import static dev.mixer.adapters.sending.Texts.wellFormed;

import dev.mixer.spi.AttributeValue;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.util.Map;
import java.util.TreeMap;

/** Values as OTLP has them: numbers and flags keep their type, maps too, all else is text. */
final class Attributes {
    private Attributes() {}

    static KeyValue of(String key, String text) {
        return KeyValue.newBuilder()
                .setKey(wellFormed(key))
                .setValue(value(text))
                .build();
    }

    static KeyValue of(String key, long number) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(number))
                .build();
    }

    static KeyValue of(String key, AttributeValue value) {
        return KeyValue.newBuilder()
                .setKey(wellFormed(key))
                .setValue(value(value))
                .build();
    }

    static AnyValue value(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Int64(var number) ->
                AnyValue.newBuilder().setIntValue(number).build();
            case AttributeValue.Float64(var number) ->
                AnyValue.newBuilder().setDoubleValue(number).build();
            case AttributeValue.Bool(var flag) ->
                AnyValue.newBuilder().setBoolValue(flag).build();
            case AttributeValue.TextMap(var map) ->
                AnyValue.newBuilder().setKvlistValue(list(map)).build();
            default -> value(value.toText());
        };
    }

    private static AnyValue value(String text) {
        return AnyValue.newBuilder().setStringValue(wellFormed(text)).build();
    }

    private static KeyValueList list(Map<String, String> map) {
        var list = KeyValueList.newBuilder();
        new TreeMap<>(map).forEach((key, text) -> list.addValues(of(key, text)));
        return list.build();
    }
}

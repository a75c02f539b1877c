package dev.mixer.engine.template;

import dev.mixer.engine.attribute.AttributeReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Makes a map whose keys the configuration fixes; the map keeps their order. */
final class MapMaker implements FieldValue {
    private final String[] keys;
    private final FieldValue[] values;

    MapMaker(String[] keys, FieldValue[] values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public @Nullable Object of(AttributeReader reader) {
        var map = LinkedHashMap.<String, Object>newLinkedHashMap(keys.length);
        for (int i = 0; i < keys.length; i++) {
            var value = values[i].of(reader);
            if (value == null) {
                return null;
            }
            map.put(keys[i], value);
        }
        return Collections.unmodifiableMap(map);
    }
}

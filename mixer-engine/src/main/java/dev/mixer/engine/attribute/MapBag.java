package dev.mixer.engine.attribute;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bag of values that are decoded already: of the HTTP interface, of the command line and of tests. */
public final class MapBag implements AttributeBag {
    /** A bag that holds nothing. */
    public static final MapBag EMPTY = new MapBag(Map.of());

    private final Map<String, Object> values;

    private MapBag(Map<String, Object> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /**
     * A bag of the values given.
     *
     * @param values attribute name to value of the Java type of its {@link ValueType}, or {@link Unusable}
     */
    public static MapBag of(Map<String, Object> values) {
        return new MapBag(values);
    }

    @Override
    public @Nullable Object value(Attribute attribute) {
        var value = values.get(attribute.name());
        if (value != null
                && !(value instanceof Unusable)
                && !attribute.type().javaType().isInstance(value)) {
            return new Unusable(
                    attribute.name() + " is " + value.getClass().getSimpleName() + ", not " + attribute.type());
        }
        return value;
    }
}

package dev.mixer.engine.attribute;

import org.jspecify.annotations.Nullable;

/**
 * The attributes of one call as its protocol's message holds them. Implementations are lazy views: they decode what is
 * asked for. A bag is read by one thread at a time and never changes; what it answers twice is equal.
 *
 * <p>Values have the Java type of their attribute's {@link ValueType}, or are {@link Unusable} where the message holds
 * something that must not be read as a value. Paths and hosts are given as received: the reader makes them canonical.
 */
public interface AttributeBag {
    /** The value, or null where the message has none. */
    @Nullable
    Object value(Attribute attribute);

    /**
     * One entry of a STRING_MAP: a {@code String}, {@link Unusable}, or null where the map or the key is absent.
     *
     * @param key for header maps in lower case
     */
    default @Nullable Object entry(Attribute attribute, String key) {
        var value = value(attribute);
        return value instanceof java.util.Map<?, ?> map ? map.get(key) : value;
    }

    /** Whether the message has a value; cheaper than to decode it. */
    default boolean has(Attribute attribute) {
        return value(attribute) != null;
    }
}

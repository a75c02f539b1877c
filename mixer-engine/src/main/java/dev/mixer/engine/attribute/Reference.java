package dev.mixer.engine.attribute;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What an expression reads: an attribute, or one entry of a string map.
 *
 * @param attribute the attribute
 * @param key the entry's key; absent: the attribute as a whole
 */
public record Reference(Attribute attribute, @Nullable String key) {
    public Reference {
        requireNonNull(attribute, "attribute");
        if (key != null && attribute.type() != ValueType.STRING_MAP) {
            throw new IllegalArgumentException(attribute + " is " + attribute.type() + " and has no entries");
        }
    }

    @Override
    public String toString() {
        return key == null ? attribute.name() : attribute.name() + "[" + key + "]";
    }
}

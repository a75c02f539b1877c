package dev.mixer.engine.attribute;

import static java.util.Objects.requireNonNull;

/**
 * One entry of a vocabulary.
 *
 * @param id its place in the vocabulary; those of the standard attributes are the same in every vocabulary
 * @param name dotted name, for example {@code source.principal}
 * @param type what its values are
 * @param description one sentence without a full stop, maybe empty
 */
public record Attribute(int id, String name, ValueType type, String description) {
    public Attribute {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(description, "description");
    }

    @Override
    public String toString() {
        return name;
    }
}

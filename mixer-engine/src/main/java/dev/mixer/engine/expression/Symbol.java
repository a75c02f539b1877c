package dev.mixer.engine.expression;

import static java.util.Objects.requireNonNull;

import dev.mixer.engine.attribute.ValueType;

/**
 * A named value that is no attribute, such as an output of an action.
 *
 * @param type what its values are
 * @param source where a call finds the value
 */
public record Symbol(ValueType type, ValueSource source) {
    public Symbol {
        requireNonNull(type, "type");
        requireNonNull(source, "source");
    }
}

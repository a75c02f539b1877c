package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.AttributeReader;
import org.jspecify.annotations.Nullable;

/** Finds a symbol's value in a call. Called by the call's thread, any number of times; must neither block nor throw. */
@FunctionalInterface
public interface ValueSource {
    /** The value, of the Java type of the symbol's {@link dev.mixer.engine.attribute.ValueType}, or null where absent. */
    @Nullable
    Object value(AttributeReader reader);
}

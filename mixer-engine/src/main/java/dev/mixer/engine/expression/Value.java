package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.AttributeReader;
import org.jspecify.annotations.Nullable;

/**
 * A compiled part of an expression. Answers null where it has no value: with a fault in the reader where that ends the
 * evaluation, without one where the part may be absent on the left of {@code |}.
 */
@FunctionalInterface
interface Value {
    @Nullable
    Object of(AttributeReader reader);
}

package dev.mixer.engine.template;

import dev.mixer.engine.attribute.AttributeReader;
import org.jspecify.annotations.Nullable;

/** Makes the value of one component for a call, or null where an expression has none; the reader's fault says why. */
@FunctionalInterface
interface FieldValue {
    @Nullable
    Object of(AttributeReader reader);
}

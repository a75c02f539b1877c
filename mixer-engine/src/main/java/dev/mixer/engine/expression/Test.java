package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.AttributeReader;
import org.jspecify.annotations.Nullable;

/** A compiled part of type BOOL that answers without a box. */
@FunctionalInterface
interface Test extends Value {
    Verdict test(AttributeReader reader);

    @SuppressWarnings("FunctionalInterfaceMethodChanged") // the value of a test is its verdict, that is no surprise
    @Override
    default @Nullable Object of(AttributeReader reader) {
        var verdict = test(reader);
        return verdict == Verdict.FAULT ? null : (Object) (verdict == Verdict.TRUE);
    }

    /** The value as a test. */
    static Test from(Value value) {
        if (value instanceof Test test) {
            return test;
        }
        return reader -> {
            var found = value.of(reader);
            return found == null ? Verdict.FAULT : Verdict.of((Boolean) found);
        };
    }
}

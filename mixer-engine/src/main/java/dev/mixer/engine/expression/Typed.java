package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression whose names are resolved and whose types fit. Offsets are those of the text. */
sealed interface Typed {
    ValueType type();

    int offset();

    /** A constant of the Java type of its value type. */
    record Literal(Object value, ValueType type, int offset) implements Typed {}

    /** An attribute. */
    record Read(Attribute attribute, int offset) implements Typed {
        @Override
        public ValueType type() {
            return attribute.type();
        }
    }

    /** A name of the caller's. */
    record External(String name, Symbol symbol, int offset) implements Typed {
        @Override
        public ValueType type() {
            return symbol.type();
        }
    }

    /** An entry of a string map. */
    record Entry(Typed map, Typed key, int offset) implements Typed {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /**
     * A function call.
     *
     * @param pattern what the function made of its constant pattern; absent where it takes none
     */
    record Apply(
            Function function,
            List<Typed> arguments,
            @Nullable Object pattern,
            ValueType type,
            int offset) implements Typed {}

    /** One of two values. */
    record Choice(Function function, Typed condition, Typed whenTrue, Typed otherwise, ValueType type, int offset)
            implements Typed {}

    /** Two values compared. */
    record Comparison(Operator operator, Typed left, Typed right, int offset) implements Typed {
        @Override
        public ValueType type() {
            return ValueType.BOOL;
        }
    }

    /** Operands between equal operators. */
    record Chain(Operator operator, List<Typed> operands, ValueType type, int offset) implements Typed {}

    /** Whether {@code |} may find this absent; anything else must evaluate. */
    default boolean mayBeAbsent() {
        return switch (this) {
            case Read _, External _, Entry _, Choice _ -> true;
            case Chain chain -> chain.operator() == Operator.FIRST;
            case Literal _, Apply _, Comparison _ -> false;
        };
    }
}

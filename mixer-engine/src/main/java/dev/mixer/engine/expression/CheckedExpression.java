package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import java.util.Optional;

/** An expression that fits a vocabulary. Immutable. */
public final class CheckedExpression {
    private final String text;
    private final Typed typed;
    private final SymbolResolver symbols;

    CheckedExpression(String text, Typed typed, SymbolResolver symbols) {
        this.text = text;
        this.typed = typed;
        this.symbols = symbols;
    }

    /** What its values are. */
    public ValueType type() {
        return typed.type();
    }

    /** The value, where the expression is a constant. */
    public Optional<Object> constant() {
        return typed instanceof Typed.Literal(var value, var _, var _) ? Optional.of(value) : Optional.empty();
    }

    /**
     * The expression over numbered attributes.
     *
     * @param slots of the vocabulary that the expression was checked against; what it reads is added
     */
    public CompiledExpression compile(Slots slots) {
        return new CompiledExpression(text, type(), new Compiler(slots, text).strict(typed), slots, symbols);
    }

    /**
     * What an index may know of the expression.
     *
     * @throws IllegalStateException if its type is not BOOL
     */
    public Condition condition(Slots slots) {
        if (type() != ValueType.BOOL) {
            throw new IllegalStateException(text + " is " + type() + " and no condition");
        }
        return new Conditions(slots, text).of(typed);
    }

    Typed typed() {
        return typed;
    }

    @Override
    public String toString() {
        return TypedText.of(typed);
    }
}

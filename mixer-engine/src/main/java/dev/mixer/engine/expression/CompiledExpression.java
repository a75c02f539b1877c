package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import org.jspecify.annotations.Nullable;

/** An expression ready for calls. Immutable; many threads may evaluate it, each with a reader of its own. */
public final class CompiledExpression {
    private final String text;
    private final ValueType type;
    private final Value value;
    private final Test test;
    private final Slots slots;
    private final SymbolResolver symbols;

    CompiledExpression(String text, ValueType type, Value value, Slots slots, SymbolResolver symbols) {
        this.text = text;
        this.type = type;
        this.value = value;
        this.test = type == ValueType.BOOL ? Test.from(value) : _ -> Verdict.FAULT;
        this.slots = slots;
        this.symbols = symbols;
    }

    /** What its values are. */
    public ValueType type() {
        return type;
    }

    /** The text that it was compiled from. */
    public String text() {
        return text;
    }

    /** The value, of the Java type of {@link #type}, or null where there is none: then the reader's fault says why. */
    public @Nullable Object evaluate(AttributeReader reader) {
        reader.clearFault();
        return value.of(reader);
    }

    /**
     * The value of a BOOL expression, without a box. FAULT leaves its reason in the reader.
     *
     * @throws IllegalStateException if the type is not BOOL
     */
    public Verdict test(AttributeReader reader) {
        if (type != ValueType.BOOL) {
            throw new IllegalStateException(text + " is " + type + ", not BOOL");
        }
        reader.clearFault();
        return test.test(reader);
    }

    /**
     * Says which clause of a BOOL expression decided, as in {@code request.method == "GET" was "POST"}. For people, off
     * the path of calls; reads nothing that evaluating the expression does not read.
     */
    public String explain(AttributeReader reader) {
        return Explainer.explain(text, type, slots, symbols, reader);
    }

    @Override
    public String toString() {
        return text;
    }
}

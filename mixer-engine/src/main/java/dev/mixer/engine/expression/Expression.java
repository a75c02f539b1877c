package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import org.jspecify.annotations.Nullable;

/** An expression as written, parsed but not yet typed. Immutable. */
public final class Expression {
    /** How many characters an expression may have. */
    public static final int MAX_LENGTH = 64 * 1024;

    /** How deep an expression may be nested; operands between equal operators count as one level. */
    public static final int MAX_NESTING = 200;

    private final String text;
    private final Node root;

    private Expression(String text, Node root) {
        this.text = text;
        this.root = root;
    }

    /** Reads an expression within the default limits. */
    public static Expression parse(String text) throws ExpressionException {
        return parse(text, MAX_LENGTH, MAX_NESTING);
    }

    /**
     * Reads an expression.
     *
     * @param maxLength in UTF-16 characters
     * @param maxNesting levels of parentheses, calls, indexes and operators
     * @throws ExpressionException if the text is no expression; names the first place that is wrong
     */
    public static Expression parse(String text, int maxLength, int maxNesting) throws ExpressionException {
        return new Expression(text, Parser.parse(text, maxLength, maxNesting));
    }

    /** Parses, checks and compiles, without names beside attributes. */
    public static CompiledExpression compile(String text, Slots slots, @Nullable ValueType expected)
            throws ExpressionException {
        return parse(text)
                .check(slots.vocabulary(), expected, SymbolResolver.NONE)
                .compile(slots);
    }

    /**
     * Resolves names and checks types.
     *
     * @param expected the type that the place demands; absent: any. Texts become durations where DURATION is demanded
     * @param symbols names beside attributes
     * @throws ExpressionException with every fault
     */
    public CheckedExpression check(Vocabulary vocabulary, @Nullable ValueType expected, SymbolResolver symbols)
            throws ExpressionException {
        return new CheckedExpression(text, new Checker(text, vocabulary, symbols).run(root, expected), symbols);
    }

    /** The text as it was given. */
    public String text() {
        return text;
    }

    Node root() {
        return root;
    }

    /** The canonical text; parsed again it gives the same expression. */
    @Override
    public String toString() {
        return NodeText.of(root);
    }
}

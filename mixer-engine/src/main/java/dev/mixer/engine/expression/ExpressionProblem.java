package dev.mixer.engine.expression;

import static java.util.Objects.requireNonNull;

/**
 * One fault in the text of an expression.
 *
 * @param message what was found and what would be right, without the place
 * @param offset index of the character, from 0
 * @param line line within the expression, from 1
 * @param column column within the line in characters (code points), from 1
 */
public record ExpressionProblem(String message, int offset, int line, int column) {
    public ExpressionProblem {
        requireNonNull(message, "message");
    }

    /** The fault at an offset of a text. */
    static ExpressionProblem at(String text, int offset, String message) {
        int start = text.lastIndexOf('\n', offset - 1) + 1;
        int line = 1
                + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
        return new ExpressionProblem(message, offset, line, text.codePointCount(start, offset) + 1);
    }

    /** For people: {@code 1:14: expected STRING, …}. */
    @Override
    public String toString() {
        return line + ":" + column + ": " + message;
    }
}

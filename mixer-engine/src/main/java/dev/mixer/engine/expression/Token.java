package dev.mixer.engine.expression;

/**
 * A piece of an expression's text.
 *
 * @param kind what it is
 * @param text as written; of a string its value
 * @param offset where it begins
 */
record Token(Kind kind, String text, int offset) {
    enum Kind {
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        /** Operators, parentheses, brackets, comma, dot and minus. */
        SYMBOL,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** For messages. */
    String described() {
        return switch (kind) {
            case NAME, INTEGER, FLOAT, SYMBOL -> "'" + text + "'";
            case STRING -> GoLiterals.quote(text);
            case END -> "the end";
        };
    }
}

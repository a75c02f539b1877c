package dev.mixer.engine.expression;

import static java.util.Objects.requireNonNull;

/**
 * A regular expression and what every text holds in which it is found; an index may skip it for texts that do not.
 *
 * @param text the expression
 * @param requiredPrefix how those texts begin; empty where that is unknown
 * @param requiredLiteral what those texts contain; empty where that is unknown
 */
public record RegexPattern(String text, String requiredPrefix, String requiredLiteral) {
    public RegexPattern {
        requireNonNull(text, "text");
        requireNonNull(requiredPrefix, "requiredPrefix");
        requireNonNull(requiredLiteral, "requiredLiteral");
    }

    /** The expression with what can be told from its text. */
    static RegexPattern of(String text) {
        return new RequiredLiterals(text).find();
    }
}

package dev.mixer.engine.template;

import static java.util.Objects.requireNonNull;

import dev.mixer.engine.expression.ExpressionProblem;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field of an instance.
 *
 * @param path the field, as in {@code subject.properties.version}; empty: the instance as a whole
 * @param message what was found and what would be right
 * @param expression where in the field's expression; absent: the field as a whole
 */
public record FieldProblem(
        String path, String message, @Nullable ExpressionProblem expression) {
    public FieldProblem {
        requireNonNull(path, "path");
        requireNonNull(message, "message");
    }
}

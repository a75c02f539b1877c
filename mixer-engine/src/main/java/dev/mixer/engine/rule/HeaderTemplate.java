package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.spi.HeaderOperation;
import java.util.List;

/**
 * A header operation of a rule, its values still expressions.
 *
 * @param values of type STRING; an operation for each value that is not empty
 */
public record HeaderTemplate(
        HeaderOperation.Target target, HeaderOperation.Kind kind, String name, List<CompiledExpression> values) {
    public HeaderTemplate {
        values = List.copyOf(values);
    }

    /** Adds the operations for a call; a value that is absent, empty or no header text is skipped. */
    public void apply(AttributeReader reader, List<HeaderOperation> operations) {
        if (kind == HeaderOperation.Kind.REMOVE) {
            operations.add(new HeaderOperation(target, kind, name, ""));
            return;
        }
        for (var expression : values) {
            if (expression.evaluate(reader) instanceof String value && !value.isEmpty() && isHeaderText(value)) {
                operations.add(new HeaderOperation(target, kind, name, value));
            }
        }
    }

    /** Whether a text may be a header's value. */
    static boolean isHeaderText(String value) {
        return value.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
    }
}

package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the clauses that decided an evaluation, by doing it again clause by clause. */
final class Explainer {
    private final Compiler compiler;
    private final AttributeReader reader;

    private Explainer(Compiler compiler, AttributeReader reader) {
        this.compiler = compiler;
        this.reader = reader;
    }

    /** Parses anew: explanations are rare, and trees kept for them would be most of what a configuration holds. */
    static String explain(String text, ValueType type, Slots slots, SymbolResolver symbols, AttributeReader reader) {
        try {
            var typed = Expression.parse(text)
                    .check(slots.vocabulary(), type, symbols)
                    .typed();
            return new Explainer(new Compiler(slots, text), reader).describe(typed);
        } catch (ExpressionException e) {
            throw new IllegalStateException("compiled before: " + text, e);
        }
    }

    private String describe(Typed typed) {
        if (typed instanceof Typed.Chain(var operator, var operands, var _, var _)
                && (operator == Operator.AND || operator == Operator.OR)) {
            return describe(operands, operator == Operator.AND ? Verdict.TRUE : Verdict.FALSE);
        }
        var verdict = test(typed);
        var fault = reader.fault();
        if (verdict == Verdict.FAULT && fault != null) {
            return TypedText.of(typed) + ": " + fault.message();
        }
        return TypedText.of(typed) + " was " + values(typed, verdict);
    }

    /** Operands in order up to the first that is not neutral: that one decided, or all did. */
    private String describe(List<Typed> operands, Verdict neutral) {
        var descriptions = new ArrayList<String>();
        for (var operand : operands) {
            var verdict = test(operand);
            var description = describe(operand);
            if (verdict != neutral) {
                return description;
            }
            descriptions.add(description);
        }
        return String.join(", ", descriptions);
    }

    private Verdict test(Typed typed) {
        reader.clearFault();
        return typed.type() == ValueType.BOOL ? compiler.test(typed).test(reader) : Verdict.FAULT;
    }

    /** The values that the clause looked at, else what it was. */
    private String values(Typed typed, Verdict verdict) {
        var operands = switch (typed) {
            case Typed.Comparison(var _, var left, var right, var _) -> List.of(left, right);
            case Typed.Apply apply -> apply.arguments();
            default -> List.<Typed>of();
        };
        var values = operands.stream()
                .filter(operand -> !(operand instanceof Typed.Literal))
                .map(this::value)
                .collect(Collectors.joining(" and "));
        return values.isEmpty() ? (verdict == Verdict.TRUE ? "true" : "false") : values;
    }

    private String value(Typed typed) {
        var value = compiler.strict(typed).of(reader);
        return value == null ? "absent" : ValueText.quoted(typed.type(), value);
    }
}

package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.FunctionDeclaration.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * {@code conditional(b, x, y)}. Only the branch that b chooses is evaluated, and on the left of {@code |} it may be absent:
 * the checker therefore makes a {@link Typed.Choice} of it, not a call.
 */
final class Conditional extends Function {
    Conditional(String name, Optional<ValueType> type, String example) {
        super(new FunctionDeclaration(
                name,
                false,
                List.of(
                        Parameter.of("b", ValueType.BOOL),
                        new Parameter("x", type, false),
                        new Parameter("y", type, false)),
                type,
                "x where b is true, else y; the other one is not evaluated",
                example));
    }

    @Override
    Value bind(Arguments arguments) {
        throw new IllegalStateException("a conditional is compiled as a choice");
    }
}

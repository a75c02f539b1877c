package dev.mixer.engine.expression;

import java.util.function.UnaryOperator;

/** A function of at most one argument that always has a value. */
final class PlainFunction extends Function {
    private final UnaryOperator<Object> operation;
    private final Object withoutArgument;

    /** @param operation from the argument's value to the function's */
    PlainFunction(FunctionDeclaration declaration, UnaryOperator<Object> operation) {
        super(declaration);
        this.operation = operation;
        this.withoutArgument = "";
    }

    /** @param constant the value of a function without parameters */
    PlainFunction(FunctionDeclaration declaration, Object constant) {
        super(declaration);
        this.operation = UnaryOperator.identity();
        this.withoutArgument = constant;
    }

    @Override
    Value bind(Arguments arguments) {
        if (arguments.values().isEmpty()) {
            return _ -> withoutArgument;
        }
        var argument = arguments.values().getFirst();
        return reader -> {
            var value = argument.of(reader);
            return value == null ? null : operation.apply(value);
        };
    }
}

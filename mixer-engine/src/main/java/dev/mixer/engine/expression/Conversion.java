package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A function that reads a value of another type from a text. */
final class Conversion extends Function {
    /** Answers null for a text that is no such value. */
    @FunctionalInterface
    interface Reading {
        @Nullable
        Object read(String text);
    }

    private final Reading reading;
    private final String reason;

    Conversion(String name, ValueType result, String description, String example, String reason, Reading reading) {
        super(new FunctionDeclaration(
                name,
                false,
                List.of(FunctionDeclaration.Parameter.of("s", ValueType.STRING)),
                Optional.of(result),
                description,
                example));
        this.reading = reading;
        this.reason = reason;
    }

    @Override
    Value bind(Arguments arguments) {
        var argument = arguments.values().getFirst();
        var fault = arguments.fault(reason);
        return reader -> {
            var text = argument.of(reader);
            if (text == null) {
                return null;
            }
            var value = reading.read((String) text);
            return value == null ? reader.fail(fault) : value;
        };
    }
}

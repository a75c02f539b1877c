package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * What people and the type checker need to know of a function.
 *
 * @param name as written in expressions
 * @param method whether it is called on its first parameter: {@code s.startsWith(p)}
 * @param parameters in order, a method's target first
 * @param result the type of its values; empty: the type of those parameters that take any
 * @param description one sentence without a full stop
 * @param example a call
 */
public record FunctionDeclaration(
        String name,
        boolean method,
        List<Parameter> parameters,
        Optional<ValueType> result,
        String description,
        String example) {
    /**
     * A parameter.
     *
     * @param name for documentation
     * @param type what it takes; empty: any type, the same for all such parameters of a call
     * @param pattern whether it must be a constant, because values of a request never act as patterns (contract C4)
     */
    public record Parameter(String name, Optional<ValueType> type, boolean pattern) {
        static Parameter of(String name, ValueType type) {
            return new Parameter(name, Optional.of(type), false);
        }

        static Parameter any(String name) {
            return new Parameter(name, Optional.empty(), false);
        }

        static Parameter pattern(String name) {
            return new Parameter(name, Optional.of(ValueType.STRING), true);
        }
    }

    public FunctionDeclaration {
        parameters = List.copyOf(parameters);
    }

    /** For example {@code s.startsWith(prefix)} or {@code match(s, pattern)}. */
    public String usage() {
        var names = parameters.stream().map(Parameter::name).toList();
        return method
                ? names.getFirst() + "." + name + "(" + String.join(", ", names.subList(1, names.size())) + ")"
                : name + "(" + String.join(", ", names) + ")";
    }
}

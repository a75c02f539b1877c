package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.FunctionDeclaration.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** {@code s.startsWith(p)} and {@code s.endsWith(p)}. */
final class TextTest extends Function {
    private final BiPredicate<String, String> predicate;
    private final Condition.Operator operator;

    TextTest(
            String name,
            String parameter,
            String description,
            String example,
            Condition.Operator operator,
            BiPredicate<String, String> predicate) {
        super(new FunctionDeclaration(
                name,
                true,
                List.of(Parameter.of("s", ValueType.STRING), Parameter.of(parameter, ValueType.STRING)),
                Optional.of(ValueType.BOOL),
                description,
                example));
        this.operator = operator;
        this.predicate = predicate;
    }

    /** A test of a text against a constant. */
    static Test of(Value subject, String constant, BiPredicate<String, String> predicate) {
        return reader -> {
            var text = subject.of(reader);
            return text == null ? Verdict.FAULT : Verdict.of(predicate.test((String) text, constant));
        };
    }

    @Override
    Value bind(Arguments arguments) {
        var subject = arguments.values().getFirst();
        var part = arguments.values().get(1);
        return (Test) reader -> {
            var text = subject.of(reader);
            if (text == null) {
                return Verdict.FAULT;
            }
            var sought = part.of(reader);
            return sought == null ? Verdict.FAULT : Verdict.of(predicate.test((String) text, (String) sought));
        };
    }

    @Override
    @Nullable
    Clause clause(List<Typed> arguments, @Nullable Object pattern) {
        return arguments.get(1) instanceof Typed.Literal(var constant, var _, var _)
                ? new Clause(arguments.getFirst(), operator, constant)
                : null;
    }

    @Override
    boolean comparesText() {
        return true;
    }
}

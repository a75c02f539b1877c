package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.FunctionDeclaration.Parameter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code match(s, pattern)}: Mixer's simple patterns. */
final class Match extends Function {
    Match() {
        super(new FunctionDeclaration(
                "match",
                false,
                List.of(Parameter.of("s", ValueType.STRING), Parameter.pattern("pattern")),
                Optional.of(ValueType.BOOL),
                "Whether s fits a pattern: one that ends in * is a prefix, else one that begins with * a suffix, else the"
                        + " whole text",
                "match(destination.service.host, \"*.prod.svc.cluster.local\")"));
    }

    @Override
    Object prepare(String pattern) {
        return pattern;
    }

    @Override
    Value bind(Arguments arguments) {
        var subject = arguments.values().getFirst();
        var pattern = String.valueOf(arguments.pattern());
        if (pattern.endsWith("*")) {
            return TextTest.of(subject, bare(pattern), String::startsWith);
        }
        if (pattern.startsWith("*")) {
            return TextTest.of(subject, bare(pattern), String::endsWith);
        }
        return TextTest.of(subject, pattern, String::equals);
    }

    @Override
    Clause clause(List<Typed> arguments, @Nullable Object prepared) {
        var pattern = String.valueOf(prepared);
        var operator = pattern.endsWith("*")
                ? Condition.Operator.PREFIX
                : pattern.startsWith("*") ? Condition.Operator.SUFFIX : Condition.Operator.EQUALS;
        var constant = operator == Condition.Operator.EQUALS ? pattern : bare(pattern);
        return new Clause(arguments.getFirst(), operator, constant);
    }

    @Override
    boolean comparesText() {
        return true;
    }

    private static String bare(String pattern) {
        return pattern.endsWith("*") ? pattern.substring(0, pattern.length() - 1) : pattern.substring(1);
    }
}

package dev.mixer.engine.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.FunctionDeclaration.Parameter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code "regex".matches(s)}: RE2, linear in the length of the text (contract C11). */
final class Matches extends Function {
    Matches() {
        super(new FunctionDeclaration(
                "matches",
                true,
                List.of(Parameter.pattern("\"regex\""), Parameter.of("s", ValueType.STRING)),
                Optional.of(ValueType.BOOL),
                "Whether an RE2 regular expression is found in s",
                "\"^/v[0-9]+/\".matches(request.path)"));
    }

    @Override
    Object prepare(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    GoLiterals.quote(pattern) + " is not an RE2 regular expression: " + e.getDescription(), e);
        }
    }

    @Override
    Value bind(Arguments arguments) {
        var subject = arguments.values().get(1);
        var pattern = pattern(arguments.pattern());
        return (Test) reader -> {
            var text = subject.of(reader);
            return text == null
                    ? Verdict.FAULT
                    : Verdict.of(pattern.matcher((String) text).find());
        };
    }

    @Override
    Clause clause(List<Typed> arguments, @Nullable Object prepared) {
        return new Clause(
                arguments.get(1),
                Condition.Operator.REGEX,
                RegexPattern.of(pattern(prepared).pattern()));
    }

    private static Pattern pattern(@Nullable Object prepared) {
        if (prepared instanceof Pattern pattern) {
            return pattern;
        }
        throw new IllegalStateException("the regular expression was not prepared");
    }
}

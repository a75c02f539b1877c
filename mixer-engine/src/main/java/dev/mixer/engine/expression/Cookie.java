package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.FunctionDeclaration.Parameter;
import java.util.List;
import java.util.Optional;

/** {@code cookie(header, name)}: the value of a cookie (RFC 6265, 4.2.1), of the first where several have one name. */
final class Cookie extends Function {
    Cookie() {
        super(new FunctionDeclaration(
                "cookie",
                false,
                List.of(Parameter.of("header", ValueType.STRING), Parameter.of("name", ValueType.STRING)),
                Optional.of(ValueType.STRING),
                "The value of the cookie name in a Cookie header, empty without such a cookie; double quotes around it are cut off",
                "cookie(request.headers[\"cookie\"] | \"\", \"session\")"));
    }

    @Override
    Value bind(Arguments arguments) {
        var header = arguments.values().getFirst();
        var name = arguments.values().get(1);
        return reader -> {
            var text = header.of(reader);
            if (text == null) {
                return null;
            }
            var sought = name.of(reader);
            return sought == null ? null : value((String) text, (String) sought);
        };
    }

    // A repeated Cookie header arrives joined with a comma, which no cookie may hold (C3, RFC 6265, 4.1.1).
    private static String value(String header, String name) {
        for (var pair : header.split("[;,]", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && pair.substring(0, equals).strip().equals(name)) {
                var value = pair.substring(equals + 1).strip();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return "";
    }
}

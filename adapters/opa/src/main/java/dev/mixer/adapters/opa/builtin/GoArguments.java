package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.ValueText;
import java.math.BigInteger;

/**
 * Values as Go's formatter sees them when OPA's sprintf hands them over: whole numbers as {@code int64} or {@code big.Int},
 * others as {@code float64}, and all but numbers as the text that OPA prints for the value.
 */
final class GoArguments {
    private static final int MOST_DIGITS = 10_000;

    private GoArguments() {}

    /** A {@link Long}, a {@link BigInteger}, a {@link Double} or a {@link String}. */
    static Object of(RegoValue value) {
        return switch (value) {
            case RegoString(var text) -> text;
            case RegoNumber number -> number(number);
            default -> ValueText.write(value);
        };
    }

    /** The text decides: 1.0 and 1e2 are floating point although they are whole. */
    private static Object number(RegoNumber number) {
        var text = number.text();
        boolean floating = text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
        if (floating) {
            double value = Double.parseDouble(text); // keeps the sign of -0.0
            return Double.isInfinite(value) ? text : (Object) value;
        }
        var whole = number.asLong();
        if (whole.isPresent()) {
            return whole.getAsLong();
        }
        return text.length() > MOST_DIGITS ? text : new BigInteger(text);
    }

    /** What Go calls the type in its complaints. */
    static String typeName(Object argument) {
        return switch (argument) {
            case Long _ -> "int64";
            case BigInteger _ -> "*big.Int";
            case Double _ -> "float64";
            default -> "string";
        };
    }
}

package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Reads arguments as the types that a builtin takes. The messages name types and places, never values. */
final class Operands {
    /** Whole numbers of more digits are no use to any builtin, and turning them into integers is slow. */
    private static final int MOST_DIGITS = 10_000;

    private Operands() {}

    static String string(RegoValue value, int position) throws BuiltinException {
        if (value instanceof RegoString(var text)) {
            return text;
        }
        throw wrongType(value, position, "a string");
    }

    static RegoArray array(RegoValue value, int position) throws BuiltinException {
        if (value instanceof RegoArray array) {
            return array;
        }
        throw wrongType(value, position, "an array");
    }

    static RegoObject object(RegoValue value, int position) throws BuiltinException {
        if (value instanceof RegoObject object) {
            return object;
        }
        throw wrongType(value, position, "an object");
    }

    static RegoNumber number(RegoValue value, int position) throws BuiltinException {
        if (value instanceof RegoNumber number) {
            return number;
        }
        throw wrongType(value, position, "a number");
    }

    static boolean bool(RegoValue value, int position) throws BuiltinException {
        if (value instanceof RegoBoolean(var bool)) {
            return bool;
        }
        throw wrongType(value, position, "a boolean");
    }

    /** A whole number of 64 bits. */
    static long whole(RegoValue value, int position) throws BuiltinException {
        var whole = number(value, position).asLong();
        if (whole.isEmpty()) {
            throw new BuiltinException("argument " + position + " must be a whole number of 64 bits");
        }
        return whole.getAsLong();
    }

    /** A whole number of any size that is worth computing with. */
    static BigInteger big(RegoValue value, int position) throws BuiltinException {
        var number = number(value, position);
        var decimal = number.asDecimal();
        if (!number.isWhole() || decimal.precision() - decimal.scale() > MOST_DIGITS) {
            throw new BuiltinException("argument " + position + " must be a whole number");
        }
        return decimal.toBigInteger();
    }

    /** The elements of an array or a set. */
    static List<RegoValue> elements(RegoValue value, int position) throws BuiltinException {
        return switch (value) {
            case RegoArray(var elements) -> elements;
            case RegoSet set -> set.elements();
            default -> throw wrongType(value, position, "an array or a set");
        };
    }

    /** The elements of an array or a set of strings. */
    static List<String> strings(RegoValue value, int position) throws BuiltinException {
        var strings = new ArrayList<String>();
        for (var element : elements(value, position)) {
            if (!(element instanceof RegoString(var text))) {
                throw new BuiltinException("argument " + position + " must hold strings, not "
                        + element.type().word());
            }
            strings.add(text);
        }
        return strings;
    }

    static BuiltinException wrongType(RegoValue value, int position, String wanted) {
        return new BuiltinException("argument " + position + " must be " + wanted + ", not "
                + value.type().word());
    }
}

package dev.mixer.adapters.opa.builtin;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Floating-point numbers as Go's package fmt prints them. Rounding is exact, half to even, as in Go. */
final class GoFloats {
    /** With the shortest digits Go decides between the two forms as if there were this many. */
    private static final int SHORTEST_DIGITS = 6;

    /** No double has more significant digits, so that a greater precision only adds zeros. */
    private static final int MOST_DIGITS = 1_100;

    private GoFloats() {}

    /** The text for {@code verb}, or null if floating-point numbers have no such verb. */
    static @Nullable String format(double number, int verb, GoFlags flags) {
        int precision = flags.precision;
        boolean given = precision != GoFlags.ABSENT;
        double size = Math.abs(number);
        var digits = switch (verb) {
            case 'v' -> general(size, precision, flags.sharp, 'e', SHORTEST_DIGITS);
            case 'g' -> general(size, precision, flags.sharp, 'e', SHORTEST_DIGITS);
            case 'G' -> general(size, precision, flags.sharp, 'E', SHORTEST_DIGITS);
            case 'e', 'E' -> pointed(exponential(size, given ? precision : 6, (char) verb), flags.sharp);
            case 'f', 'F' -> pointed(fixed(size, given ? precision : 6), flags.sharp);
            case 'x', 'X' -> hexadecimal(size, precision, verb == 'X');
            case 'b' -> binary(size);
            default -> null;
        };
        if (digits == null) {
            return null;
        }
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        var sign = negative ? "-" : flags.plus ? "+" : flags.space ? " " : "";
        if (flags.zeroPadded() && flags.width != GoFlags.ABSENT) {
            int missing = flags.width - sign.length() - digits.length();
            return sign + "0".repeat(Math.max(missing, 0)) + digits;
        }
        return flags.pad(sign + digits);
    }

    private static String pointed(String digits, boolean sharp) {
        if (!sharp || digits.indexOf('.') >= 0) {
            return digits;
        }
        int exponent = Math.max(digits.indexOf('e'), digits.indexOf('E'));
        return exponent < 0 ? digits + "." : digits.substring(0, exponent) + "." + digits.substring(exponent);
    }

    private static String fixed(double size, int precision) {
        return new BigDecimal(size).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String exponential(double size, int precision, char letter) {
        if (size == 0) {
            return "0" + (precision > 0 ? "." + "0".repeat(precision) : "") + letter + "+00";
        }
        var exact = new BigDecimal(size);
        var rounded = exact.round(new MathContext(Math.min(precision, MOST_DIGITS) + 1, RoundingMode.HALF_EVEN));
        return exponential(rounded, precision + 1, letter);
    }

    /** The number with exactly so many digits; it must not have more. */
    private static String exponential(BigDecimal number, int count, char letter) {
        var digits = number.unscaledValue().toString();
        int exponent = number.precision() - number.scale() - 1;
        digits = digits + "0".repeat(Math.max(count - digits.length(), 0));
        var sign = exponent < 0 ? "-" : "+";
        var mantissa = count > 1 ? digits.charAt(0) + "." + digits.substring(1, count) : digits.substring(0, 1);
        return mantissa + letter + sign + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** {@code %g}: the shorter of the two forms, with the shortest digits that mean the number unless a precision is given. */
    private static String general(double size, int precision, boolean sharp, char letter, int threshold) {
        boolean shortest = precision == GoFlags.ABSENT;
        int wanted = shortest ? (sharp ? 6 : threshold) : Math.max(precision, 1);
        if (size == 0) {
            return sharp ? "0." + "0".repeat(wanted - 1) : "0";
        }
        var number = shortest
                ? new BigDecimal(Double.toString(size))
                : new BigDecimal(size).round(new MathContext(Math.min(wanted, MOST_DIGITS), RoundingMode.HALF_EVEN));
        number = number.stripTrailingZeros();
        int digits = number.precision();
        int point = digits - number.scale();
        int limit = shortest ? threshold : wanted > digits && digits >= point ? digits : wanted;
        boolean exponential = point - 1 < -4 || point - 1 >= limit;
        if (exponential) {
            return pointed(exponential(number, sharp ? Math.max(wanted, digits) : digits, letter), sharp);
        }
        var plain = number.toPlainString();
        int missing = wanted - Math.max(digits, point);
        return sharp ? pointed(plain, true) + "0".repeat(Math.max(missing, 0)) : plain;
    }

    private static String binary(double size) {
        long bits = Double.doubleToRawLongBits(size);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long fraction = bits & 0xF_FFFF_FFFF_FFFFL;
        long mantissa = exponent == 0 ? fraction : fraction | (1L << 52);
        int power = Math.max(exponent, 1) - 1075;
        return mantissa + "p" + (power < 0 ? "-" : "+") + Math.abs(power);
    }

    private static String hexadecimal(double size, int precision, boolean upper) {
        long bits = Double.doubleToRawLongBits(size);
        int exponent = size == 0 ? 0 : Math.getExponent(size);
        long mantissa = bits & 0xF_FFFF_FFFF_FFFFL;
        if (size != 0 && exponent < Double.MIN_EXPONENT) { // subnormal: Go prints it with a leading 1
            int shift = Long.numberOfLeadingZeros(mantissa) - 11;
            mantissa <<= shift;
            exponent = Double.MIN_EXPONENT - shift;
        } else if (size != 0) {
            mantissa |= (1L << 52);
        }
        if (precision != GoFlags.ABSENT && precision < 13) {
            int dropped = 52 - 4 * precision;
            long half = 1L << (dropped - 1);
            long rest = mantissa & ((1L << dropped) - 1);
            mantissa >>>= dropped;
            if (rest > half || (rest == half && (mantissa & 1) == 1)) {
                mantissa++;
            }
            mantissa <<= dropped;
            if (mantissa >>> 53 != 0) {
                mantissa >>>= 1;
                exponent++;
            }
        }
        var hex = String.format(Locale.ROOT, "%013x", mantissa & 0xF_FFFF_FFFF_FFFFL);
        var fraction = precision == GoFlags.ABSENT
                ? hex.replaceFirst("0+$", "")
                : precision <= 13 ? hex.substring(0, precision) : hex + "0".repeat(precision - 13);
        var text = "0x" + (mantissa >>> 52) + (fraction.isEmpty() ? "" : "." + fraction)
                + String.format(Locale.ROOT, "p%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
        return upper ? text.toUpperCase(Locale.ROOT) : text;
    }
}

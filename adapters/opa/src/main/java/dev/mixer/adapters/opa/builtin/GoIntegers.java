package dev.mixer.adapters.opa.builtin;

import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whole numbers as Go's package fmt prints them; big ones as package big does, which knows fewer verbs. */
final class GoIntegers {
    private GoIntegers() {}

    /** The text for {@code verb}, or null if integers have no such verb. */
    static @Nullable String format(long number, int verb, GoFlags flags) {
        return switch (verb) {
            case 'v', 'd', 'b', 'o', 'O', 'x', 'X' -> digits(BigInteger.valueOf(number), verb, flags);
            case 'c' -> flags.pad(Character.toString(rune(number)));
            case 'q' -> flags.pad(GoTexts.quote(Character.toString(rune(number)), '\'', flags.plus));
            case 'U' -> unicode(number, flags);
            default -> null;
        };
    }

    /** The text for {@code verb}, faults marked as package big marks them. */
    static String format(BigInteger number, int verb, GoFlags flags) {
        return switch (verb) {
            case 'b', 'o', 'O', 'x', 'X', 'd' -> digits(number, verb, flags);
            case 's', 'v' -> digits(number, 'd', flags);
            default -> "%!" + Character.toString(verb) + "(big.Int=" + number + ")";
        };
    }

    private static int rune(long number) {
        return number < 0 || number > Character.MAX_CODE_POINT || isSurrogate(number) ? 0xFFFD : (int) number;
    }

    private static boolean isSurrogate(long number) {
        return number >= Character.MIN_SURROGATE && number <= Character.MAX_SURROGATE;
    }

    private static String digits(BigInteger number, int verb, GoFlags flags) {
        int base = switch (verb) {
            case 'b' -> 2;
            case 'o', 'O' -> 8;
            case 'x', 'X' -> 16;
            default -> 10;
        };
        var digits = number.abs().toString(base);
        if (verb == 'X') {
            digits = digits.toUpperCase(Locale.ROOT);
        }
        if (flags.precision == 0 && number.signum() == 0) {
            return flags.pad("", ' ');
        }
        var sign = number.signum() < 0 ? "-" : flags.plus ? "+" : flags.space ? " " : "";
        int least = flags.precision;
        if (flags.precision == GoFlags.ABSENT && flags.zeroPadded() && flags.width != GoFlags.ABSENT) {
            least = flags.width - sign.length();
        }
        digits = "0".repeat(Math.max(least - digits.length(), 0)) + digits;
        return flags.pad(sign + prefix(verb, digits, flags) + digits, ' ');
    }

    private static String prefix(int verb, String digits, GoFlags flags) {
        if (verb == 'O') {
            return "0o";
        }
        if (!flags.sharp) {
            return "";
        }
        return switch (verb) {
            case 'b' -> "0b";
            case 'o' -> digits.startsWith("0") ? "" : "0";
            case 'x' -> "0x";
            case 'X' -> "0X";
            default -> "";
        };
    }

    private static String unicode(long number, GoFlags flags) {
        var hex = Long.toHexString(number).toUpperCase(Locale.ROOT);
        int least = Math.max(flags.precision, 4);
        var text = "U+" + "0".repeat(Math.max(least - hex.length(), 0)) + hex;
        boolean shown =
                flags.sharp && number >= 0 && number <= Character.MAX_CODE_POINT && GoTexts.isPrintable((int) number);
        return flags.pad(shown ? text + " '" + Character.toString((int) number) + "'" : text, ' ');
    }
}

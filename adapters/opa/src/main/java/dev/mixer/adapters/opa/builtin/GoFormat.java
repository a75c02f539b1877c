package dev.mixer.adapters.opa.builtin;

import java.math.BigInteger;
import java.util.List;

/**
 * Formats as Go's package fmt does: verbs, flags, width, precision, explicit argument indexes, and the marks that it leaves for
 * faults, for example {@code %!d(string=x)}. Source: the documentation of fmt. For one use by one thread.
 */
final class GoFormat {
    /** Go reads no further digit of a width or a precision beyond. */
    private static final int MOST = 1_000_000;

    private final String format;
    private final List<Object> arguments;
    private final BuiltinContext context;
    private final StringBuilder out = new StringBuilder();

    private int at;
    private int next;
    private boolean reordered;
    private boolean goodIndex;
    private boolean afterIndex;

    GoFormat(String format, List<Object> arguments, BuiltinContext context) {
        this.format = format;
        this.arguments = arguments;
        this.context = context;
    }

    String format() {
        int end = format.length();
        while (at < end) {
            int percent = format.indexOf('%', at);
            out.append(format, at, percent < 0 ? end : percent);
            Results.checkText(out.length(), context);
            if (percent < 0) {
                break;
            }
            at = percent + 1;
            directive();
        }
        if (!reordered && next < arguments.size()) {
            extra();
        }
        return out.toString();
    }

    private void directive() {
        var flags = new GoFlags();
        goodIndex = true;
        afterIndex = false;
        while (at < format.length() && flags.set(format.charAt(at))) {
            at++;
        }
        index();
        width(flags);
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            precision(flags);
        }
        if (!afterIndex) {
            index();
        }
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        if (verb == '%') {
            out.append('%');
        } else if (!goodIndex) {
            out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
        } else if (next >= arguments.size()) {
            out.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            if (verb == 'v') {
                flags.generic();
            }
            out.append(argument(arguments.get(next++), verb, flags));
        }
    }

    private void width(GoFlags flags) {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            int width = starred();
            if (width == Integer.MIN_VALUE) {
                out.append("%!(BADWIDTH)");
            } else {
                flags.width = Math.abs(width);
                if (width < 0) {
                    flags.minus = true;
                    flags.zero = false;
                }
            }
            afterIndex = false;
            return;
        }
        flags.width = number();
        if (afterIndex && flags.width != GoFlags.ABSENT) {
            goodIndex = false; // as in %[3]2d
        }
    }

    private void precision(GoFlags flags) {
        if (afterIndex) {
            goodIndex = false; // as in %[3].2d
        }
        index();
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            int precision = starred();
            if (precision == Integer.MIN_VALUE || precision < 0) {
                out.append("%!(BADPREC)");
            } else {
                flags.precision = precision;
            }
            afterIndex = false;
        } else {
            flags.precision = Math.max(number(), 0);
        }
    }

    /** A width or a precision that is an argument, or the least integer if the argument is none. */
    private int starred() {
        if (next >= arguments.size()) {
            return Integer.MIN_VALUE;
        }
        return arguments.get(next++) instanceof Long number && Math.abs(number) <= MOST
                ? (int) (long) number
                : Integer.MIN_VALUE;
    }

    /** Digits; if they are too many, the rest of the format is lost, as in Go. */
    private int number() {
        int start = at;
        int number = 0;
        while (at < format.length() && isDigit(format.charAt(at))) {
            if (number > MOST) {
                at = format.length();
                return GoFlags.ABSENT;
            }
            number = number * 10 + (format.charAt(at) - '0');
            at++;
        }
        return at == start ? GoFlags.ABSENT : number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** An explicit index such as {@code [2]}. */
    private void index() {
        if (at >= format.length() || format.charAt(at) != '[') {
            return;
        }
        reordered = true;
        int close = format.indexOf(']', at);
        if (close < 0) {
            goodIndex = false;
            at++;
            return;
        }
        var digits = format.substring(at + 1, close);
        at = close + 1;
        boolean wellFormed =
                !digits.isEmpty() && digits.length() < 8 && digits.chars().allMatch(c -> isDigit((char) c));
        int index = wellFormed ? Integer.parseInt(digits) - 1 : -1;
        afterIndex = wellFormed;
        if (index >= 0 && index < arguments.size()) {
            next = index;
        } else {
            goodIndex = false;
        }
    }

    private void extra() {
        out.append("%!(EXTRA ");
        var separator = "";
        for (var argument : arguments.subList(next, arguments.size())) {
            out.append(separator).append(GoArguments.typeName(argument)).append('=');
            out.append(argument(argument, 'v', new GoFlags()));
            separator = ", ";
        }
        out.append(')');
    }

    private String argument(Object argument, int verb, GoFlags flags) {
        if (verb == 'T') {
            return GoTexts.plain(GoArguments.typeName(argument), flags);
        }
        var text = switch (argument) {
            case Long whole -> GoIntegers.format(whole, verb, flags);
            case BigInteger whole -> GoIntegers.format(whole, verb, flags);
            case Double floating -> GoFloats.format(floating, verb, flags);
            default -> GoTexts.format(argument.toString(), verb, flags);
        };
        if (text != null) {
            return text;
        }
        return "%!" + Character.toString(verb) + "(" + GoArguments.typeName(argument) + "="
                + argument(argument, 'v', flags) + ")";
    }
}

package dev.mixer.adapters.opa.builtin;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Strings as Go's package fmt prints them, and Go's quoting. */
final class GoTexts {
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private GoTexts() {}

    /** The text for {@code verb}, or null if strings have no such verb. */
    static @Nullable String format(String text, int verb, GoFlags flags) {
        return switch (verb) {
            case 'v' -> flags.sharpV ? quoted(text, flags) : plain(text, flags);
            case 's' -> plain(text, flags);
            case 'x' -> hex(text, HexFormat.of(), "0x", flags);
            case 'X' -> hex(text, UPPER, "0X", flags);
            case 'q' -> quoted(text, flags);
            default -> null;
        };
    }

    static String plain(String text, GoFlags flags) {
        return flags.pad(cut(text, flags));
    }

    private static String cut(String text, GoFlags flags) {
        return flags.precision == GoFlags.ABSENT || text.codePointCount(0, text.length()) <= flags.precision
                ? text
                : text.substring(0, text.offsetByCodePoints(0, flags.precision));
    }

    private static String hex(String text, HexFormat digits, String prefix, GoFlags flags) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = flags.precision == GoFlags.ABSENT ? utf8.length : Math.min(utf8.length, flags.precision);
        var mark = flags.sharp ? prefix : "";
        if (length == 0) {
            return flags.pad("");
        }
        var hex = flags.space
                ? mark + digits.withDelimiter(" " + mark).formatHex(utf8, 0, length)
                : mark + digits.formatHex(utf8, 0, length);
        return flags.pad(hex);
    }

    private static String quoted(String text, GoFlags flags) {
        var part = cut(text, flags);
        boolean raw = flags.sharp
                && part.codePoints().allMatch(c -> c != '`' && c != 0x7F && c != 0xFEFF && (c >= ' ' || c == '\t'));
        return flags.pad(raw ? "`" + part + "`" : quote(part, '"', flags.plus));
    }

    /** The text as Go source; {@code ascii} escapes whatever is not ASCII. */
    static String quote(String text, char quote, boolean ascii) {
        var out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> escape(c, quote, ascii, out));
        return out.append(quote).toString();
    }

    private static void escape(int c, char quote, boolean ascii, StringBuilder out) {
        int short_ = "\007\b\f\n\r\t\013".indexOf(c);
        if (c == quote || c == '\\') {
            out.append('\\').append((char) c);
        } else if (short_ >= 0) {
            out.append('\\').append("abfnrtv".charAt(short_));
        } else if (isPrintable(c) && (c < 0x80 || !ascii)) {
            out.appendCodePoint(c);
        } else if (c < ' ' || c == 0x7F) {
            out.append(String.format(Locale.ROOT, "\\x%02x", c));
        } else if (c < 0x10000) {
            out.append(String.format(Locale.ROOT, "\\u%04x", c));
        } else {
            out.append(String.format(Locale.ROOT, "\\U%08x", c));
        }
    }

    static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}

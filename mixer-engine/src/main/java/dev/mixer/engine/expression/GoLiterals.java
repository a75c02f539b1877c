package dev.mixer.engine.expression;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strings and whole numbers as Go writes them (The Go Programming Language Specification, "Lexical elements"). */
final class GoLiterals {
    private GoLiterals() {}

    /** A fault at an offset of the literal. */
    static final class Malformed extends Exception {
        private final int offset;

        Malformed(int offset, String message) {
            super(message, null, false, false);
            this.offset = offset;
        }

        int offset() {
            return offset;
        }

        String reason() {
            var message = getMessage();
            return message == null ? "" : message;
        }
    }

    /** The value as a literal in double quotes. */
    static String quote(String value) {
        var out = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 127) {
                        out.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /**
     * The value of what stands between double quotes.
     *
     * @param offset where {@code body} begins, for faults
     */
    static String unquote(String body, int offset) throws Malformed {
        if (body.indexOf('\\') < 0) {
            return body;
        }
        var out = new StringBuilder(body.length());
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i);
            if (c != '\\') {
                out.append(c);
                i++;
            } else if (isByteEscape(body, i)) {
                i = bytes(body, i, offset, out);
            } else {
                i = escape(body, i, offset, out);
            }
        }
        return out.toString();
    }

    /** A whole number without its sign: decimal, 0x, 0o or 0, 0b, with underscores between digits. */
    static long integer(String digits, boolean negative) throws Malformed {
        int radix = 10;
        var bare = digits;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            radix = switch (digits.charAt(1)) {
                case 'x', 'X' -> 16;
                case 'b', 'B' -> 2;
                default -> 8;
            };
            boolean letter = Character.isLetter(digits.charAt(1));
            bare = digits.substring(letter ? 2 : 1);
            bare = bare.startsWith("_") ? bare.substring(1) : bare;
        }
        if (bare.endsWith("_") || bare.startsWith("_") || bare.contains("__")) {
            throw new Malformed(0, "an underscore must stand between two digits");
        }
        bare = bare.replace("_", "");
        for (int i = 0; i < bare.length(); i++) {
            if (Character.digit(bare.charAt(i), radix) < 0) {
                throw new Malformed(0, digits + " is not a number: " + bare.charAt(i) + " is no digit here");
            }
        }
        if (bare.isEmpty()) {
            throw new Malformed(0, digits + " is not a number: it has no digits");
        }
        try {
            return Long.parseLong((negative ? "-" : "") + bare, radix);
        } catch (NumberFormatException e) {
            throw new Malformed(0, digits + " does not fit into INT64");
        }
    }

    private static boolean isByteEscape(String body, int i) {
        char c = i + 1 < body.length() ? body.charAt(i + 1) : ' ';
        return body.charAt(i) == '\\' && (c == 'x' || (c >= '0' && c <= '7'));
    }

    /** Byte escapes stand for bytes, not characters, so that neighbours may form one character of UTF-8. */
    private static int bytes(String body, int start, int offset, StringBuilder out) throws Malformed {
        var bytes = new byte[body.length()];
        int count = 0;
        int i = start;
        while (i < body.length() && isByteEscape(body, i)) {
            boolean hex = body.charAt(i + 1) == 'x';
            int value = number(body, i + (hex ? 2 : 1), hex ? 2 : 3, hex ? 16 : 8, offset + i);
            if (value > 255) {
                throw new Malformed(offset + i, "the escape is larger than a byte");
            }
            bytes[count++] = (byte) value;
            i += 4;
        }
        try {
            out.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, count)));
        } catch (CharacterCodingException e) {
            throw new Malformed(offset + start, "the bytes are not valid UTF-8");
        }
        return i;
    }

    private static int escape(String body, int i, int offset, StringBuilder out) throws Malformed {
        char c = i + 1 < body.length() ? body.charAt(i + 1) : ' ';
        switch (c) {
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case '\\', '"' -> out.append(c);
            case 'u', 'U' -> {
                int length = c == 'u' ? 4 : 8;
                int letter = number(body, i + 2, length, 16, offset + i);
                if (letter > Character.MAX_CODE_POINT || (letter >= 0xD800 && letter < 0xE000)) {
                    throw new Malformed(offset + i, "the escape is no Unicode character");
                }
                out.appendCodePoint(letter);
                return i + 2 + length;
            }
            default ->
                throw new Malformed(
                        offset + i,
                        "unknown escape \\" + c + "; a backslash itself is written \\\\, or use `…` quotes");
        }
        return i + 2;
    }

    private static int number(String body, int start, int length, int radix, int fault) throws Malformed {
        if (start + length > body.length()) {
            throw new Malformed(fault, "the escape is too short");
        }
        long value = 0;
        for (int i = start; i < start + length; i++) {
            int digit = Character.digit(body.charAt(i), radix);
            if (digit < 0) {
                throw new Malformed(fault, "the escape is too short");
            }
            value = value * radix + digit;
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}

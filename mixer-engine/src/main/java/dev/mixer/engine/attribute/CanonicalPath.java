package dev.mixer.engine.attribute;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The one form in which paths are compared (contract C1; RFC 3986, section 6.2.2). Query, fragment and {@code ;parameters}
 * are cut off, escapes of unreserved characters decoded, all others written in upper case, letters outside ASCII escaped,
 * repeated slashes merged, dot segments removed. What could mean different paths to different readers is refused.
 */
public final class CanonicalPath {
    /** What becomes of {@code %2F}, an encoded slash. */
    public enum Mode {
        /** The path is refused. */
        REFUSE_ENCODED_SLASH,
        /** It stays an opaque part of its segment, written {@code %2F}. */
        KEEP_ENCODED_SLASH
    }

    /** Characters that a path holds only escaped (RFC 3986, section 3.3); bare ones are escaped, so that both are one. */
    private static final String NEVER_BARE = " \"<>^`{|}[]";

    private CanonicalPath() {}

    /**
     * The canonical form of a request target.
     *
     * @return a {@code String}, or {@link Unusable} where there is no such form
     */
    public static Object of(String target, Mode mode) {
        int end = endOfPath(target);
        if (isCanonical(target, end)) {
            return end == target.length() ? target : target.substring(0, end);
        }
        if (end == 1 && target.charAt(0) == '*') {
            return "*"; // OPTIONS * (RFC 9112, section 3.2.4)
        }
        if (end == 0 || target.charAt(0) != '/') {
            return new Unusable("the path does not begin with /");
        }
        var decoded = new StringBuilder(end);
        var fault = unescape(target, end, mode, decoded);
        if (fault == null && hidesSeparator(decoded)) {
            fault = "the path holds an escape of an escape";
        }
        if (fault == null && hidesDotSegment(decoded)) {
            fault = "the path holds a dot segment beside an encoded slash";
        }
        return fault == null ? removeDotSegments(decoded) : new Unusable(fault);
    }

    private static int endOfPath(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '?' || c == '#') {
                return i;
            }
        }
        return target.length();
    }

    /** Whether nothing needs to be done: the case of nearly every request, and it copies nothing. */
    private static boolean isCanonical(String target, int end) {
        if (end == 0 || target.charAt(0) != '/') {
            return false;
        }
        char previous = 0;
        for (int i = 0; i < end; i++) {
            char c = target.charAt(i);
            if (c <= ' '
                    || c >= 127
                    || c == '%'
                    || c == '\\'
                    || c == ';'
                    || NEVER_BARE.indexOf(c) >= 0
                    || (previous == '/' && (c == '/' || c == '.'))) {
                return false;
            }
            previous = c;
        }
        return true;
    }

    /** Decodes escapes into {@code out}; answers what is wrong, or null. */
    private static @Nullable String unescape(String target, int end, Mode mode, StringBuilder out) {
        for (int i = 0; i < end; i++) {
            char c = target.charAt(i);
            if (c == '\\') {
                return "the path holds a backslash";
            }
            if (c < ' ' || c == 127) {
                return "the path holds a control character";
            }
            if (c >= 128) {
                int letter = target.codePointAt(i);
                if ((Character.isSurrogate(c) && Character.charCount(letter) == 1) || letter == 0xFFFD) {
                    return "the path is not valid UTF-8";
                }
                for (byte b : Character.toString(letter).getBytes(StandardCharsets.UTF_8)) {
                    escape(b & 0xff, out);
                }
                i += Character.charCount(letter) - 1;
                continue;
            }
            if (c != '%') {
                if (NEVER_BARE.indexOf(c) >= 0) {
                    escape(c, out);
                } else {
                    out.append(c);
                }
                continue;
            }
            int value = escaped(target, i, end);
            if (value < 0) {
                return "the path holds a bad escape";
            }
            if (value == '/' && mode == Mode.REFUSE_ENCODED_SLASH) {
                return "the path holds an encoded slash";
            }
            if (value == '\\') {
                return "the path holds an encoded backslash";
            }
            if (value < ' ' || value == 127) {
                return "the path holds an encoded control character";
            }
            if (value >= 128) {
                int length = sequenceLength(target, i, end);
                if (length == 0) {
                    return "the path is not valid UTF-8";
                }
                for (int k = 0; k < length; k++) {
                    escape(escaped(target, i + 3 * k, end), out);
                }
                i += 3 * length - 1;
                continue;
            }
            if (isUnreserved(value)) {
                out.append((char) value);
            } else {
                escape(value, out);
            }
            i += 2;
        }
        return null;
    }

    /**
     * Whether an escaped percent sign, decoded again and again, would become part of an escape of {@code /}, {@code .} or
     * {@code \\}. Looks at what was decoded once: {@code %25%32%66} hides a slash as {@code %252f} does.
     */
    private static boolean hidesSeparator(StringBuilder path) {
        for (int i = path.indexOf("%25"); i >= 0; i = path.indexOf("%25", i + 1)) {
            int next = i + 3;
            while (next + 2 <= path.length() && path.charAt(next) == '2' && path.charAt(next + 1) == '5') {
                next += 2;
            }
            if (next + 2 <= path.length()) {
                int value = hex(path.charAt(next)) * 16 + hex(path.charAt(next + 1));
                if (value == '/' || value == '.' || value == '\\') {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a reader that decodes a kept {@code %2F} would see a dot segment, as in {@code /a/..%2Fb}. */
    private static boolean hidesDotSegment(StringBuilder path) {
        if (path.indexOf("%2F") < 0) {
            return false;
        }
        for (var segment : path.toString().split("/", -1)) {
            if (segment.contains("%2F")) {
                for (var part : segment.split("%2F", -1)) {
                    int parameters = part.indexOf(';');
                    var bare = parameters < 0 ? part : part.substring(0, parameters);
                    if (bare.equals(".") || bare.equals("..")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** How many escapes, from {@code start} on, make up one character of UTF-8; 0 if they do not. */
    private static int sequenceLength(String target, int start, int end) {
        int first = escaped(target, start, end);
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        var bytes = new byte[length];
        for (int k = 0; k < length; k++) {
            int value = start + 3 * k < end ? escaped(target, start + 3 * k, end) : -1;
            if (value < 0) {
                return 0;
            }
            bytes[k] = (byte) value;
        }
        try {
            // The decoder refuses overlong forms, surrogates and stray continuation bytes.
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return length;
        } catch (CharacterCodingException e) {
            return 0;
        }
    }

    /** The byte that the escape at {@code i} stands for, or -1. */
    private static int escaped(String target, int i, int end) {
        if (i + 2 >= end || target.charAt(i) != '%') {
            return -1;
        }
        int high = hex(target.charAt(i + 1));
        int low = hex(target.charAt(i + 2));
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private static void escape(int value, StringBuilder out) {
        out.append('%').append(Character.toUpperCase(Character.forDigit(value >> 4, 16)));
        out.append(Character.toUpperCase(Character.forDigit(value & 15, 16)));
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static String removeDotSegments(StringBuilder path) {
        var segments = new ArrayDeque<String>();
        boolean endsWithSlash = false;
        int start = 1;
        while (start <= path.length()) {
            int end = path.indexOf("/", start);
            boolean last = end < 0;
            var segment = path.substring(start, last ? path.length() : end);
            int parameters = segment.indexOf(';');
            if (parameters >= 0) {
                segment = segment.substring(0, parameters);
            }
            endsWithSlash = !last || segment.isEmpty() || segment.equals(".") || segment.equals("..");
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
            if (last) {
                break;
            }
            start = end + 1;
        }
        if (segments.isEmpty()) {
            return "/";
        }
        var out = new StringBuilder(path.length());
        for (var segment : segments) {
            out.append('/').append(segment);
        }
        return endsWithSlash ? out.append('/').toString() : out.toString();
    }
}

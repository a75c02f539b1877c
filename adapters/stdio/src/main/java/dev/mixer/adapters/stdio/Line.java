package dev.mixer.adapters.stdio;

import dev.mixer.spi.AttributeValue;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of output.
 *
 * @param time when it happened
 * @param level how grave it is
 * @param instance the instance's name
 * @param fields what it says
 */
record Line(Instant time, StdioParameters.Level level, String instance, Map<String, AttributeValue> fields) {
    private static final String HEX = "0123456789abcdef";

    /** {@code TIME LEVEL INSTANCE k=v ...}, keys in order; what could be taken for another field or line is quoted. */
    String toText() {
        var text = new StringBuilder();
        text.append(time).append(' ').append(level).append(' ').append(instance);
        new TreeMap<>(fields).forEach((key, value) -> {
            text.append(' ');
            appendBareOrQuoted(text, key);
            text.append('=');
            appendBareOrQuoted(text, value.toText());
        });
        return text.append('\n').toString();
    }

    /** A JSON object (RFC 8259); numbers and booleans keep their type, maps are objects. */
    String toJson() {
        var text = new StringBuilder("{\"time\":");
        appendQuoted(text, time.toString());
        text.append(",\"level\":\"").append(level).append("\",\"instance\":");
        appendQuoted(text, instance);
        new TreeMap<>(fields).forEach((key, value) -> {
            text.append(',');
            // The line's own names must stay its own.
            appendQuoted(text, key.equals("time") || key.equals("level") || key.equals("instance") ? key + "_" : key);
            text.append(':');
            appendJson(text, value);
        });
        return text.append("}\n").toString();
    }

    private static void appendJson(StringBuilder text, AttributeValue value) {
        switch (value) {
            case AttributeValue.Int64(var number) -> text.append(number);
            case AttributeValue.Bool(var flag) -> text.append(flag);
            case AttributeValue.Float64(var number) when Double.isFinite(number) -> text.append(number);
            case AttributeValue.TextMap(var map) -> {
                var separator = "{";
                for (var entry : new TreeMap<>(map).entrySet()) {
                    text.append(separator);
                    appendQuoted(text, entry.getKey());
                    text.append(':');
                    appendQuoted(text, entry.getValue());
                    separator = ",";
                }
                text.append(map.isEmpty() ? "{}" : "}");
            }
            default -> appendQuoted(text, value.toText());
        }
    }

    private static void appendBareOrQuoted(StringBuilder text, String value) {
        boolean bare = !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c != '"' && c != '=' && !isUnsafe(c));
        if (bare) {
            text.append(value);
        } else {
            appendQuoted(text, value);
        }
    }

    private static void appendQuoted(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (isUnsafe(c)) {
                        text.append("\\u");
                        for (int shift = 12; shift >= 0; shift -= 4) {
                            text.append(HEX.charAt(c >> shift & 0xf));
                        }
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    /** Control characters, the line separators of Unicode, and surrogates, of which lone ones are not UTF-8. */
    private static boolean isUnsafe(int c) {
        return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || (c >= 0xd800 && c < 0xe000);
    }
}

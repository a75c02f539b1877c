package dev.mixer.adapters.statsdline;

import dev.mixer.adapters.sending.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Lines of StatsD, {@code NAME:VALUE|TYPE|@RATE|#TAG:VALUE,...} (statsd, docs/metric_types.md; the tags as in DogStatsD's
 * datagram format). Each ends in a line feed, over UDP too, so that lines can be joined as they are.
 */
public final class Line {
    /** With its line feed a line has 4096 bytes at most: servers that read streams by lines cut or refuse longer ones. */
    static final int LONGEST = 4095;

    private Line() {}

    /**
     * One line.
     *
     * @param name cleaned here
     * @param type such as {@code c}
     * @param rate as {@link Sampling#suffix()} has it
     * @param tags cleaned here, in this order; empty: none
     * @throws IllegalArgumentException if the line has no name or is too long
     */
    public static byte[] of(String name, String value, String type, String rate, Map<String, String> tags) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the metric's name is empty");
        }
        var text = new StringBuilder();
        appendName(text, name);
        text.append(':').append(value).append('|').append(type).append(rate);
        char separator = '#';
        for (var tag : tags.entrySet()) {
            text.append(separator == '#' ? "|#" : ",");
            separator = ',';
            appendTag(text, tag.getKey(), true);
            text.append(':');
            appendTag(text, tag.getValue(), false);
        }
        var line = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        if (line.length > LONGEST + 1) {
            throw new IllegalArgumentException("the line of " + (line.length - 1) + " bytes is longer than " + LONGEST
                    + "; its name begins with " + name.substring(0, Math.min(name.length(), 40)));
        }
        return line;
    }

    /** Two lines that must arrive together. */
    public static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static void appendName(StringBuilder line, String name) {
        var text = Texts.wellFormed(name);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(c == ':' || c == '|' || c == '@' || c == '#' || isControl(c) ? '_' : c);
        }
    }

    private static void appendTag(StringBuilder line, String part, boolean key) {
        var text = Texts.wellFormed(part);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(c == '|' || c == ',' || (c == ':' && key) || isControl(c) ? '_' : c);
        }
    }

    private static boolean isControl(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}

package dev.mixer.adapters.quota;

import dev.mixer.spi.AttributeValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;

/**
 * Which counter is meant: bytes that are equal for equal counters only. The window is part of the name, so a quota whose
 * window is edited starts anew, while one whose limit is edited goes on counting.
 */
public final class CounterName {
    private final byte[] bytes;
    private final int groupLength;

    private CounterName(byte[] bytes, int groupLength) {
        this.bytes = bytes;
        this.groupLength = groupLength;
    }

    /** The counter of a quota for these dimensions. */
    public static CounterName quota(String instance, Window window, Map<String, AttributeValue> dimensions) {
        var out = new Out();
        out.write('q');
        out.text(instance);
        out.window(window);
        int group = out.size();
        out.dimensions(dimensions);
        return new CounterName(out.toByteArray(), group);
    }

    /** The counter of a rate limit. */
    public static CounterName rateLimit(String key, Window window) {
        var out = new Out();
        out.write('r');
        out.window(window);
        int group = out.size();
        out.text(key);
        return new CounterName(out.toByteArray(), group);
    }

    /** The name that all counters of this quota share when there is no room for one of its own. */
    CounterName shared() {
        return new CounterName(Arrays.copyOf(bytes, groupLength), groupLength);
    }

    /** The name as bytes, the same on every host. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    byte[] bytes() {
        return bytes;
    }

    /** Writes lengths before texts, so that no two sequences of texts look alike. */
    private static final class Out extends ByteArrayOutputStream {
        private static final Comparator<Map.Entry<String, AttributeValue>> BY_KEY = Map.Entry.comparingByKey();

        Out() {
            super(128);
        }

        void number(long value) {
            for (int shift = 56; shift >= 0; shift -= 8) {
                write((int) (value >>> shift));
            }
        }

        void text(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            length(encoded.length);
            write(encoded, 0, encoded.length);
        }

        void length(int value) {
            int rest = value;
            while (rest > 0x7f) {
                write(rest | 0x80);
                rest >>>= 7;
            }
            write(rest);
        }

        void window(Window window) {
            switch (window) {
                case Window.Never() -> write('n');
                case Window.Fixed(long nanos) -> {
                    write('f');
                    number(nanos);
                }
                case Window.Rolling(long nanos, long bucket) -> {
                    write('r');
                    number(nanos);
                    number(bucket);
                }
                case Window.Even(long nanos) -> {
                    write('e');
                    number(nanos);
                }
            }
        }

        void dimensions(Map<String, AttributeValue> dimensions) {
            length(dimensions.size());
            if (dimensions.size() > 1) {
                dimensions.entrySet().stream().sorted(BY_KEY).forEachOrdered(this::dimension);
            } else {
                dimensions.entrySet().forEach(this::dimension);
            }
        }

        private void dimension(Map.Entry<String, AttributeValue> dimension) {
            text(dimension.getKey());
            value(dimension.getValue());
        }

        private void value(AttributeValue value) {
            write(type(value));
            if (value instanceof AttributeValue.TextMap(var map)) {
                length(map.size());
                map.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEachOrdered(entry -> {
                    text(entry.getKey());
                    text(entry.getValue());
                });
            } else {
                text(value.toText());
            }
        }

        private static char type(AttributeValue value) {
            return switch (value) {
                case AttributeValue.Text _ -> 't';
                case AttributeValue.Int64 _ -> 'i';
                case AttributeValue.Float64 _ -> 'f';
                case AttributeValue.Bool _ -> 'b';
                case AttributeValue.Timestamp _ -> 'w';
                case AttributeValue.Span _ -> 's';
                case AttributeValue.Ip _ -> 'a';
                case AttributeValue.Email _ -> 'e';
                case AttributeValue.Link _ -> 'u';
                case AttributeValue.Dns _ -> 'd';
                case AttributeValue.TextMap _ -> 'm';
            };
        }
    }
}

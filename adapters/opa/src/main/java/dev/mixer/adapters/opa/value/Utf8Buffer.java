package dev.mixer.adapters.opa.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of a text that grows, kept for the next text by {@link #clear}. Whatever Java strings hold, the bytes are valid
 * UTF-8: half a surrogate pair becomes U+FFFD. Not safe for several threads.
 */
public final class Utf8Buffer {
    private static final int REPLACEMENT = 0xFFFD;
    private static final String HEX = "0123456789abcdef";

    private byte[] bytes;
    private int size;

    /** An empty buffer with room for {@code capacity} bytes before it grows. */
    public Utf8Buffer(int capacity) {
        bytes = new byte[Math.max(capacity, 16)];
    }

    /** The bytes; those from {@link #size} on mean nothing. Valid until the next change of this buffer. */
    public byte[] array() {
        return bytes;
    }

    /** How many bytes there are. */
    public int size() {
        return size;
    }

    /** Forgets the bytes and keeps the room. */
    public void clear() {
        size = 0;
    }

    /** Forgets the bytes from {@code size} on. */
    public void truncate(int size) {
        if (size > this.size) {
            throw new IllegalArgumentException("longer than it is");
        }
        this.size = size;
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** The bytes as a text. */
    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    /** Adds one ASCII character. */
    public Utf8Buffer raw(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    /** Adds ASCII characters as they are. */
    public Utf8Buffer raw(String ascii) {
        int length = ascii.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /** Adds bytes of UTF-8 as they are. */
    public Utf8Buffer raw(byte[] utf8, int offset, int length) {
        room(length);
        System.arraycopy(utf8, offset, bytes, size, length);
        size += length;
        return this;
    }

    /** Adds a whole number. */
    public Utf8Buffer number(long number) {
        if (number >= 0 && number < 10) {
            return raw((char) ('0' + number));
        }
        return raw(Long.toString(number));
    }

    /** Adds a text as a JSON string, in quotes and escaped. */
    public Utf8Buffer quoted(String text) {
        int length = text.length();
        room(length + 2);
        bytes[size++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c >= ' ' && c != '"' && c != '\\') {
                    room(1);
                    bytes[size++] = (byte) c;
                } else {
                    escaped(c);
                }
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                encoded(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                encoded(Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return raw('"');
    }

    private void escaped(char c) {
        room(6);
        bytes[size++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[size++] = (byte) c;
            case '\n' -> bytes[size++] = 'n';
            case '\r' -> bytes[size++] = 'r';
            case '\t' -> bytes[size++] = 't';
            default -> {
                bytes[size++] = 'u';
                bytes[size++] = '0';
                bytes[size++] = '0';
                bytes[size++] = (byte) HEX.charAt(c >> 4);
                bytes[size++] = (byte) HEX.charAt(c & 0xF);
            }
        }
    }

    private void encoded(int codePoint) {
        room(4);
        if (codePoint < 0x800) {
            bytes[size++] = (byte) (0xC0 | (codePoint >> 6));
        } else {
            if (codePoint < 0x10000) {
                bytes[size++] = (byte) (0xE0 | (codePoint >> 12));
            } else {
                bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
                bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            }
            bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        }
        bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int)
                    Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }
}

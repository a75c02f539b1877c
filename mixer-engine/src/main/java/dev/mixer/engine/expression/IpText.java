package dev.mixer.engine.expression;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Strict textual IP addresses (contract C9): no octal, hexadecimal or short IPv4 forms, no zones, no blanks. */
final class IpText {
    private IpText() {}

    /** The address, or null. */
    static @Nullable InetAddress parse(String text) {
        var bytes = text.indexOf(':') < 0 ? four(text) : sixteen(text);
        try {
            // Turns an IPv4-mapped IPv6 address into its IPv4 address.
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes", e);
        }
    }

    private static byte @Nullable [] four(String text) {
        var parts = text.split("\\.", 5);
        if (parts.length != 4) {
            return null;
        }
        var bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int value = number(parts[i], 10, 3);
            if (value < 0 || value > 255 || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private static byte @Nullable [] sixteen(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            var all = groups(text);
            return all != null && all.length == 16 ? all : null;
        }
        var head = groups(text.substring(0, gap));
        var tail = groups(text.substring(gap + 2));
        boolean dotsInHead = text.lastIndexOf('.', gap) >= 0;
        if (head == null || tail == null || dotsInHead || head.length + tail.length > 14) {
            return null;
        }
        var bytes = Arrays.copyOf(head, 16);
        System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
        return bytes;
    }

    /** Groups between colons, of which the last may be an IPv4 address. */
    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        var parts = text.split(":", 10);
        var bytes = new byte[20];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                var last = four(parts[i]);
                if (last == null || length > 12) {
                    return null;
                }
                System.arraycopy(last, 0, bytes, length, 4);
                return Arrays.copyOf(bytes, length + 4);
            }
            int value = number(parts[i], 16, 4);
            if (value < 0 || length >= 16) {
                return null;
            }
            bytes[length++] = (byte) (value >> 8);
            bytes[length++] = (byte) value;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static int number(String digits, int radix, int longest) {
        if (digits.isEmpty() || digits.length() > longest) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }
}

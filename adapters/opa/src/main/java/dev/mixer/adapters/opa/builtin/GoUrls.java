package dev.mixer.adapters.opa.builtin;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Escapes of URLs as Go's package net/url has them. */
final class GoUrls {
    private GoUrls() {}

    /** For a part of a query: a space is a plus sign, and all but letters, digits and {@code -_.~} is escaped. */
    static String escapeQuery(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    static String unescapeQuery(String text) throws BuiltinException {
        return unescape(text.replace('+', ' '));
    }

    /** Bytes for escapes; a percent sign that begins none is a fault. */
    static String unescape(String text) throws BuiltinException {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(utf8.length);
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] != '%') {
                out.write(utf8[i]);
                continue;
            }
            if (i + 2 >= utf8.length || digit(utf8[i + 1]) < 0 || digit(utf8[i + 2]) < 0) {
                throw new BuiltinException("a percent sign begins no escape");
            }
            out.write((digit(utf8[i + 1]) << 4) | digit(utf8[i + 2]));
            i += 2;
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    static int digit(byte ascii) {
        return ascii < 0 ? -1 : Character.digit((char) ascii, 16);
    }

    /** As Go would write a path that is not escaped. */
    static String escapePath(String path) {
        var out = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || "-_.~$&+,/:;=@".indexOf(b) >= 0;
            if (plain) {
                out.append((char) b);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
            }
        }
        return out.toString();
    }
}

package dev.mixer.adapters.opa.builtin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The base64 of URLs and tokens (RFC 4648, section 5), read with or without padding. */
final class Base64Url {
    private Base64Url() {}

    static byte[] decode(String text) throws BuiltinException {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BuiltinException("a part is no base64url", e);
        }
    }

    /** Without padding. */
    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Without padding. */
    static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }
}

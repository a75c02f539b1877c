package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests and message authentication codes, in hexadecimal. MD5 and SHA-1 are for comparing with what others made. */
final class HashBuiltins {
    private HashBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                digest("crypto.md5", "MD5"),
                digest("crypto.sha1", "SHA-1"),
                digest("crypto.sha256", "SHA-256"),
                hmac("crypto.hmac.md5", "HmacMD5"),
                hmac("crypto.hmac.sha1", "HmacSHA1"),
                hmac("crypto.hmac.sha256", "HmacSHA256"),
                hmac("crypto.hmac.sha512", "HmacSHA512"),
                Builtin.of(
                        "crypto.hmac.equal",
                        (one, other, _) -> RegoValue.of(MessageDigest.isEqual(
                                bytes(Operands.string(one, 1)), bytes(Operands.string(other, 2))))));
    }

    private static Builtin digest(String name, String algorithm) {
        return Builtin.of(name, (text, _) -> {
            try {
                return hex(MessageDigest.getInstance(algorithm).digest(bytes(Operands.string(text, 1))));
            } catch (GeneralSecurityException e) {
                throw new BuiltinException("this Java lacks " + algorithm, e);
            }
        });
    }

    private static Builtin hmac(String name, String algorithm) {
        return Builtin.of(
                name,
                (message, key, _) ->
                        hex(hmac(algorithm, bytes(Operands.string(key, 2)), bytes(Operands.string(message, 1)))));
    }

    /** The code of {@code message}. */
    static byte[] hmac(String algorithm, byte[] key, byte[] message) throws BuiltinException {
        try {
            var mac = Mac.getInstance(algorithm);
            // Java refuses an empty key; a zero is the same key, because keys are filled up with zeros (RFC 2104).
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new BuiltinException("this Java lacks " + algorithm, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static RegoString hex(byte[] bytes) {
        return new RegoString(HexFormat.of().formatHex(bytes));
    }
}

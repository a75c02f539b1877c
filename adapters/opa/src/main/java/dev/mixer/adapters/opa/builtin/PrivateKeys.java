package dev.mixer.adapters.opa.builtin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Private keys in PEM: PKCS 8 (RFC 5958), and RSA keys of PKCS 1 (RFC 8017). Other blocks are passed over. */
final class PrivateKeys {
    /** Version 0 and the name of RSA, which PKCS 8 puts before a key of PKCS 1. */
    private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private PrivateKeys() {}

    static List<PrivateKey> read(String pem) throws BuiltinException {
        var keys = new ArrayList<PrivateKey>();
        for (var block : Pem.read(pem).blocks()) {
            switch (block.type()) {
                case "RSA PRIVATE KEY" -> keys.add(key(wrapped(block.content())));
                case "PRIVATE KEY" -> keys.add(key(block.content()));
                case "EC PRIVATE KEY" -> throw new BuiltinException("only keys of RSA are supported");
                default -> {
                    // certificates and the like may stand beside keys
                }
            }
        }
        return keys;
    }

    /** A key of PKCS 8. */
    static PrivateKey key(byte[] encoded) throws BuiltinException {
        GeneralSecurityException last = new GeneralSecurityException("no algorithm");
        for (var algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                last = e; // a key of another algorithm
            }
        }
        throw new BuiltinException("a private key is of no kind that is known here", last);
    }

    /** A key of PKCS 1 as one of PKCS 8. */
    static byte[] wrapped(byte[] rsa) {
        var info = new ByteArrayOutputStream();
        info.writeBytes(RSA);
        info.writeBytes(element(OCTET_STRING, rsa));
        return element(SEQUENCE, info.toByteArray());
    }

    private static byte[] element(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        out.write(0x83); // the length in three bytes, which Java's reader takes
        out.write(content.length >>> 16);
        out.write(content.length >>> 8);
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    /**
     * What base64 stands for, as characters of the same numbers.
     *
     * @param otherwise what to answer where the text is no base64; null: that is a failure
     */
    static String decoded(String base64, @Nullable String otherwise) throws BuiltinException {
        try {
            var text = base64.replaceAll("[\\r\\n]", "");
            if (text.length() % 4 != 0) { // Java does without the signs that fill it up, Go does not
                throw new IllegalArgumentException("it is not filled up");
            }
            var bytes = Base64.getDecoder().decode(text);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            if (otherwise != null) {
                return otherwise;
            }
            throw new BuiltinException("argument 1 must be PEM or base64", e);
        }
    }
}

package dev.mixer.adapters.opa.source;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, by which content is recognized again. Stateless. */
public final class Sha256 {
    private Sha256() {}

    /** The digest of {@code content}, 32 bytes. */
    public static byte[] of(byte[] content) {
        return digest().digest(content);
    }

    /** The digest of {@code content} in hexadecimal digits. */
    public static String hex(byte[] content) {
        return HexFormat.of().formatHex(of(content));
    }

    /** For content in parts. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

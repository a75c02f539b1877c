package dev.mixer.adapters.apikey;

import dev.mixer.spi.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Turns a key into what is kept of it. Fast on purpose: keys are random, not passwords that somebody could guess. */
final class Digester {
    /** The length of a digest in bytes. */
    static final int LENGTH = 32;

    private static final String HMAC = "HmacSHA256";

    private final @Nullable SecretKeySpec pepper;

    Digester(Optional<Secret> pepper) {
        this.pepper = pepper.map(secret -> new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), HMAC))
                .orElse(null);
    }

    /** The digest of a key, fit for a hash table. */
    ByteBuffer digest(String key) {
        var bytes = key.getBytes(StandardCharsets.UTF_8);
        try {
            if (pepper == null) {
                return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
            }
            var mac = Mac.getInstance(HMAC);
            mac.init(pepper);
            return ByteBuffer.wrap(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC + " and SHA-256", e);
        }
    }
}

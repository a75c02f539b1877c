package dev.mixer.adapters.jwt;

import dev.mixer.spi.template.Jwt;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were verified, by digest, so that a memory image shows no credentials. Bounded by number; the one that was
 * used longest ago goes first. Tokens that were refused are not kept, or a flood of them would push the others out.
 */
final class TokenCache {
    /**
     * A verified token.
     *
     * @param keys the set with one of whose keys it was verified; another set, and it has to be verified again
     * @param expires the claim {@code exp}; {@link Instant#MAX} without one
     */
    record Verified(TrustedIssuer issuer, KeySet keys, Instant expires, Jwt.Claims claims) {}

    private final Map<ByteBuffer, Verified> tokens;

    TokenCache(int limit) {
        tokens = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
                return size() > limit;
            }
        };
    }

    static ByteBuffer digest(String token) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(sha.digest(token.getBytes(StandardCharsets.UTF_8)))
                    .asReadOnlyBuffer();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    synchronized @Nullable Verified get(ByteBuffer digest) {
        return tokens.get(digest);
    }

    synchronized void put(ByteBuffer digest, Verified token) {
        tokens.put(digest, token);
    }

    synchronized void remove(ByteBuffer digest) {
        tokens.remove(digest);
    }

    synchronized int size() {
        return tokens.size();
    }
}

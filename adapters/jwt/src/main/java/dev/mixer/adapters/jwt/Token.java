package dev.mixer.adapters.jwt;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token that was read and not verified.
 *
 * @param text the whole of it
 * @param algorithm what it says that it is signed with
 * @param keyId what it says about the key; absent: nothing
 * @param claims what it claims
 */
record Token(
        String text, SignatureAlgorithm algorithm, @Nullable String keyId, Map<String, Object> claims) {
    /** The claims as they stand in it, in base64url. */
    String payload() {
        return text.substring(text.indexOf('.') + 1, text.lastIndexOf('.'));
    }

    /** Reads the compact form. Of the header nothing counts that could bring a key along (jwk, jku, x5c, x5u). */
    static Token read(String text) throws RefusedTokenException {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first <= 0 || second <= first + 1) {
            throw new RefusedTokenException("the token is malformed: it has no three parts");
        }
        if (text.indexOf('.', second + 1) >= 0) {
            throw new RefusedTokenException("the token is encrypted or malformed: it has more than three parts");
        }
        var header = CompactText.object(text.substring(0, first));
        var algorithm = algorithm(header);
        // An extension that the signer calls critical would have to be understood; none is (RFC 7515, 4.1.11).
        if (header.containsKey("crit") || header.containsKey("b64")) {
            throw new RefusedTokenException("the token has a critical extension that is not understood");
        }
        boolean nested = header.get("cty") instanceof String type && type.equalsIgnoreCase("JWT");
        if (nested || header.containsKey("enc")) {
            throw new RefusedTokenException("the token is nested or encrypted");
        }
        if (second == text.length() - 1) {
            throw new RefusedTokenException("the token is not signed");
        }
        var _ = CompactText.bytes(text.substring(second + 1));
        return new Token(text, algorithm, keyId(header), CompactText.object(text.substring(first + 1, second)));
    }

    private static SignatureAlgorithm algorithm(Map<String, Object> header) throws RefusedTokenException {
        if (header.get("alg") instanceof String name) {
            var algorithm = SignatureAlgorithm.of(name);
            if (algorithm.isPresent()) {
                return algorithm.get();
            }
        }
        throw new RefusedTokenException("the token is not signed with an algorithm that is allowed");
    }

    private static @Nullable String keyId(Map<String, Object> header) throws RefusedTokenException {
        return switch (header.get("kid")) {
            case null -> {
                if (header.containsKey("kid")) {
                    throw new RefusedTokenException("the token is malformed: kid is no text");
                }
                yield null;
            }
            case String id -> id;
            default -> throw new RefusedTokenException("the token is malformed: kid is no text");
        };
    }
}

package dev.mixer.adapters.jwt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/** The keys of one issuer at one time. Immutable; another object is another set. */
final class KeySet {
    /** So that a token without a key id costs no more than so many verifications. */
    private static final int MOST_KEYS = 100;

    private final List<VerificationKey> keys;
    private final int passedOver;

    private KeySet(List<VerificationKey> keys, int passedOver) {
        this.keys = List.copyOf(keys);
        this.passedOver = passedOver;
    }

    /** A shared secret. */
    static KeySet ofSecret(byte[] secret) {
        return new KeySet(List.of(VerificationKey.ofSecret(secret)), 0);
    }

    /**
     * Reads a JWK Set (RFC 7517, 5).
     *
     * @throws IllegalArgumentException if it is none, saying why
     */
    static KeySet parse(String json) {
        List<?> list;
        try {
            list = JsonUtil.parseJson(json).get("keys") instanceof List<?> found ? found : null;
        } catch (JoseException | RuntimeException e) { // the parser's own; its message may quote the text
            throw new IllegalArgumentException("it is no JSON object with unique members", e);
        }
        if (list == null) {
            throw new IllegalArgumentException("it has no list 'keys'");
        }
        if (list.size() > MOST_KEYS) {
            throw new IllegalArgumentException("it has " + list.size() + " keys, more than " + MOST_KEYS);
        }
        var keys = new ArrayList<VerificationKey>();
        for (var element : list) {
            if (element instanceof Map<?, ?> members) {
                VerificationKey.of(texts(members)).ifPresent(keys::add);
            }
        }
        if (keys.isEmpty() && !list.isEmpty()) {
            throw new IllegalArgumentException("none of its " + list.size() + " keys can verify signatures");
        }
        return new KeySet(keys, list.size() - keys.size());
    }

    /**
     * The keys that may have signed a token: those of its key id, and those without an id. A token without an id may
     * have been signed with any.
     */
    List<VerificationKey> candidates(Token token) {
        return keys.stream()
                .filter(key -> key.fits(token.algorithm()))
                .filter(key ->
                        token.keyId() == null || key.id() == null || key.id().equals(token.keyId()))
                .toList();
    }

    int size() {
        return keys.size();
    }

    /** How many keys are of a kind or for a use that verifies no signatures here. */
    int passedOver() {
        return passedOver;
    }

    @SuppressWarnings("unchecked") // the members of a JSON object have texts for names
    private static Map<String, Object> texts(Map<?, ?> members) {
        return (Map<String, Object>) members;
    }
}

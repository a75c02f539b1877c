package dev.mixer.adapters.jwt;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The signatures that can be verified (RFC 7518, RFC 8037). There is no {@code none} here, so nothing can ask for it. */
public enum SignatureAlgorithm {
    RS256(Family.RSA, "", 0),
    RS384(Family.RSA, "", 0),
    RS512(Family.RSA, "", 0),
    PS256(Family.RSA, "", 0),
    PS384(Family.RSA, "", 0),
    PS512(Family.RSA, "", 0),
    ES256(Family.EC, "P-256", 0),
    ES384(Family.EC, "P-384", 0),
    ES512(Family.EC, "P-521", 0),
    EDDSA(Family.OKP, "", 0),
    HS256(Family.SHARED, "", 32),
    HS384(Family.SHARED, "", 48),
    HS512(Family.SHARED, "", 64);

    /** The kinds of keys. */
    enum Family {
        RSA,
        EC,
        OKP,
        SHARED
    }

    private final Family family;
    private final String curve;
    private final int secretBytes;

    SignatureAlgorithm(Family family, String curve, int secretBytes) {
        this.family = family;
        this.curve = curve;
        this.secretBytes = secretBytes;
    }

    Family family() {
        return family;
    }

    /** The only curve whose keys fit; empty: any of the family. */
    String curve() {
        return curve;
    }

    /** How long a shared secret must be (RFC 7518, 3.2). */
    int secretBytes() {
        return secretBytes;
    }

    boolean isShared() {
        return family == Family.SHARED;
    }

    /** The name in a token's header. */
    String joseName() {
        return this == EDDSA ? "EdDSA" : name();
    }

    /** The algorithm of a header; names have case there. */
    static Optional<SignatureAlgorithm> of(String joseName) {
        for (var algorithm : values()) {
            if (algorithm.joseName().equals(joseName)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Those whose keys may be known to everyone. */
    static Set<SignatureAlgorithm> asymmetric() {
        return EnumSet.range(RS256, EDDSA);
    }

    /** Those for which a secret is long enough. */
    static Set<SignatureAlgorithm> forSecret(int bytes) {
        var fitting = EnumSet.range(HS256, HS512);
        fitting.removeIf(algorithm -> algorithm.secretBytes > bytes);
        return fitting;
    }
}

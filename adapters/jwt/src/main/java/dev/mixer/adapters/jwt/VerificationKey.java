package dev.mixer.adapters.jwt;

import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * A key and what it may verify.
 *
 * @param id its {@code kid}; absent: it has none
 * @param family its kind, which decides what it may verify, whatever a token says
 * @param curve the curve of an EC key; empty: of no consequence
 * @param algorithm the only algorithm that it is for; absent: all of its family
 */
record VerificationKey(
        @Nullable String id,
        SignatureAlgorithm.Family family,
        String curve,
        @Nullable String algorithm,
        Key key) {
    private static final int SHORTEST_RSA_BITS = 2048;

    /** The key of a shared secret. */
    static VerificationKey ofSecret(byte[] secret) {
        return new VerificationKey(null, SignatureAlgorithm.Family.SHARED, "", null, new HmacKey(secret));
    }

    /**
     * The key of a JWK; empty for one that verifies no signatures here. Secrets (kty oct) are among these: a secret that
     * is published is none.
     */
    static Optional<VerificationKey> of(Map<String, Object> jwk) {
        try {
            var key = JsonWebKey.Factory.newJwk(jwk);
            if (!(key instanceof PublicJsonWebKey known) || !isForSignatures(key)) {
                return Optional.empty();
            }
            return switch (known) {
                case OctetKeyPairJsonWebKey pair
                when pair.getSubtype().startsWith("Ed") -> Optional.of(of(pair, SignatureAlgorithm.Family.OKP, ""));
                case OctetKeyPairJsonWebKey _ -> Optional.empty();
                case EllipticCurveJsonWebKey curved when !isOnCurve(curved.getECPublicKey()) -> Optional.empty();
                case EllipticCurveJsonWebKey curved ->
                    Optional.of(of(curved, SignatureAlgorithm.Family.EC, curved.getCurveName()));
                case PublicJsonWebKey other
                when other.getPublicKey() instanceof RSAPublicKey rsa
                        && rsa.getModulus().bitLength() >= SHORTEST_RSA_BITS ->
                    Optional.of(of(other, SignatureAlgorithm.Family.RSA, ""));
                default -> Optional.empty();
            };
        } catch (JoseException | RuntimeException e) { // RFC 7517, 5: keys that cannot be used are passed over
            return Optional.empty();
        }
    }

    boolean fits(SignatureAlgorithm wanted) {
        return family == wanted.family()
                && (wanted.curve().isEmpty() || wanted.curve().equals(curve))
                && (algorithm == null || algorithm.equals(wanted.joseName()));
    }

    /** Whether the token is signed with this key; never true where the two do not fit. */
    boolean verifies(Token token) {
        if (!fits(token.algorithm())) {
            return false;
        }
        try {
            var signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(new AlgorithmConstraints(
                    ConstraintType.PERMIT, token.algorithm().joseName()));
            signature.setCompactSerialization(token.text());
            signature.setKey(key);
            return signature.verifySignature();
        } catch (JoseException | RuntimeException e) { // such as a signature of the wrong length
            return false;
        }
    }

    private static VerificationKey of(PublicJsonWebKey jwk, SignatureAlgorithm.Family family, String curve) {
        return new VerificationKey(jwk.getKeyId(), family, curve, jwk.getAlgorithm(), jwk.getPublicKey());
    }

    /** A point elsewhere belongs to another, weaker group. */
    private static boolean isOnCurve(ECPublicKey key) {
        var curve = key.getParams().getCurve();
        var prime = ((ECFieldFp) curve.getField()).getP();
        var x = key.getW().getAffineX();
        var y = key.getW().getAffineY();
        var right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        return y.multiply(y).mod(prime).equals(right.mod(prime));
    }

    private static boolean isForSignatures(JsonWebKey key) {
        @Nullable List<String> operations = key.getKeyOps();
        @Nullable String use = key.getUse();
        return (use == null || use.equals("sig")) && (operations == null || operations.contains("verify"));
    }
}

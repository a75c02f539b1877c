package dev.mixer.adapters.opa.builtin;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/** The keys that tokens are verified with: a certificate or a public key in PEM, a JWK, or a JWK set. */
final class JwtKeys {
    private final List<Named> keys;

    private JwtKeys(List<Named> keys) {
        this.keys = List.copyOf(keys);
    }

    /** A key with its id and its algorithm, each empty where it is not said. */
    private record Named(String id, String algorithm, Key key) {}

    static JwtKeys read(String text) throws BuiltinException {
        var pem = Pem.read(text);
        if (!pem.blocks().isEmpty()) {
            if (!pem.rest().isEmpty()) {
                throw new BuiltinException("more follows the PEM block of a key");
            }
            return new JwtKeys(List.of(new Named("", "", publicKey(pem.blocks().getFirst()))));
        }
        var keys = new ArrayList<Named>();
        for (var jwk : Jwk.read(text)) {
            if (jwk.algorithm().isEmpty() || JwtAlgorithm.find(jwk.algorithm()) != null) {
                keys.add(new Named(jwk.id(), jwk.algorithm(), jwk.verifying()));
            }
        }
        return new JwtKeys(keys);
    }

    private static PublicKey publicKey(Pem.Block block) throws BuiltinException {
        try {
            return switch (block.type()) {
                case "CERTIFICATE" ->
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.content()))
                            .getPublicKey();
                case "PUBLIC KEY" -> publicKey(block.content());
                default -> throw new BuiltinException("a PEM block must be a CERTIFICATE or a PUBLIC KEY");
            };
        } catch (GeneralSecurityException e) {
            throw new BuiltinException("a PEM block holds no key that this Java knows", e);
        }
    }

    /** A public key in the form of certificates (SubjectPublicKeyInfo). */
    static PublicKey publicKey(byte[] encoded) throws BuiltinException {
        GeneralSecurityException last = new GeneralSecurityException("no algorithm");
        for (var algorithm : List.of("RSA", "EC", "Ed25519", "RSASSA-PSS")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                last = e; // a key of another algorithm
            }
        }
        throw new BuiltinException("a public key is of no kind that is known here", last);
    }

    /** Whether a key verifies {@code signed}: the one that the token names, or else any for the token's algorithm. */
    boolean verify(JwtAlgorithm algorithm, JwtToken.Header header, byte[] signed, byte[] signature) {
        if (!header.keyId().isEmpty()) {
            for (var key : keys) {
                if (key.id().equals(header.keyId())) {
                    return algorithm.verify(key.key(), signed, signature);
                }
            }
        }
        for (var key : keys) {
            boolean matches = key.algorithm().isEmpty() || key.algorithm().equals(header.algorithm());
            if (matches && algorithm.verify(key.key(), signed, signature)) {
                return true;
            }
        }
        return false;
    }
}

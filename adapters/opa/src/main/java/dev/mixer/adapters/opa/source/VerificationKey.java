package dev.mixer.adapters.opa.source;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** What a signature is verified with. Immutable. */
public sealed interface VerificationKey {
    /** Whether the signature is of these bytes and this key. */
    boolean verifies(byte[] signed, byte[] signature);

    /**
     * A public key as PEM: {@code PUBLIC KEY} (X.509) or {@code CERTIFICATE}.
     *
     * @throws IllegalArgumentException if it is none, or not of the algorithm's kind
     */
    static VerificationKey ofPem(String pem, SigningAlgorithm algorithm) {
        if (algorithm.isShared()) {
            throw new IllegalArgumentException(algorithm + " needs a secret, not a public key");
        }
        return new Public(Public.read(pem, algorithm), algorithm);
    }

    /**
     * A secret.
     *
     * @throws IllegalArgumentException if it is too short for the algorithm, or the algorithm is for public keys
     */
    static VerificationKey ofSecret(String secret, SigningAlgorithm algorithm) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (!algorithm.isShared()) {
            throw new IllegalArgumentException(algorithm + " needs a public key, not a secret");
        }
        if (bytes.length < algorithm.secretBytes()) {
            throw new IllegalArgumentException("the secret has " + bytes.length + " bytes; " + algorithm
                    + " needs at least " + algorithm.secretBytes());
        }
        return new Shared(bytes, algorithm);
    }

    /** A public key. */
    record Public(PublicKey key, SigningAlgorithm algorithm) implements VerificationKey {
        private static final Pattern PEM =
                Pattern.compile("-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

        @Override
        public boolean verifies(byte[] signed, byte[] signature) {
            try {
                return algorithm.verifies(key, signed, signature);
            } catch (GeneralSecurityException e) { // such as a signature of the wrong length
                return false;
            }
        }

        private static PublicKey read(String text, SigningAlgorithm algorithm) {
            var pem = PEM.matcher(text);
            if (!pem.find()) {
                throw new IllegalArgumentException("the key is no PEM with a PUBLIC KEY or a CERTIFICATE");
            }
            PublicKey key;
            try {
                var content = Base64.getMimeDecoder().decode(pem.group(2));
                key = pem.group(1).equals("CERTIFICATE")
                        ? CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(content))
                                .getPublicKey()
                        : KeyFactory.getInstance(algorithm.family()).generatePublic(new X509EncodedKeySpec(content));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "the key cannot be read as one for " + algorithm + ": " + e.getMessage(), e);
            }
            if (!key.getAlgorithm().equals(algorithm.family())) {
                throw new IllegalArgumentException(
                        "the key is of " + key.getAlgorithm() + ", which is not for " + algorithm);
            }
            return key;
        }
    }

    /** A secret. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Shared(byte[] secret, SigningAlgorithm algorithm) implements VerificationKey {
        @Override
        public boolean verifies(byte[] signed, byte[] signature) {
            try {
                return algorithm.verifies(secret, signed, signature);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + algorithm, e);
            }
        }

        @Override
        public String toString() {
            return "(secret)";
        }
    }
}

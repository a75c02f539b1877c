package dev.mixer.adapters.opa.source;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How bundles may be signed (RFC 7518). There is no {@code none} here, so nothing can ask for it. */
public enum SigningAlgorithm {
    RS256("RSA", "SHA256withRSA", 0),
    RS384("RSA", "SHA384withRSA", 0),
    RS512("RSA", "SHA512withRSA", 0),
    PS256("RSA", "SHA-256", 32),
    PS384("RSA", "SHA-384", 48),
    PS512("RSA", "SHA-512", 64),
    ES256("EC", "SHA256withECDSAinP1363Format", 0),
    ES384("EC", "SHA384withECDSAinP1363Format", 0),
    ES512("EC", "SHA512withECDSAinP1363Format", 0),
    HS256("", "HmacSHA256", 32),
    HS384("", "HmacSHA384", 48),
    HS512("", "HmacSHA512", 64);

    private final String family;
    private final String name;
    private final int bytes;

    /**
     * @param family the kind of public key; empty: a secret
     * @param name what the JDK calls it; for PSS its digest
     * @param bytes the length of the salt, or the shortest secret (RFC 7518, 3.2)
     */
    SigningAlgorithm(String family, String name, int bytes) {
        this.family = family;
        this.name = name;
        this.bytes = bytes;
    }

    /** Whether those who verify could sign as well. */
    public boolean isShared() {
        return family.isEmpty();
    }

    /** The shortest secret. */
    int secretBytes() {
        return isShared() ? bytes : 0;
    }

    /** The kind of public key, in the JDK's words. */
    String family() {
        return family;
    }

    boolean verifies(byte[] secret, byte[] signed, byte[] signature) throws GeneralSecurityException {
        var mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(secret, name));
        return MessageDigest.isEqual(mac.doFinal(signed), signature);
    }

    boolean verifies(PublicKey key, byte[] signed, byte[] signature) throws GeneralSecurityException {
        var verifier = Signature.getInstance(bytes > 0 ? "RSASSA-PSS" : name);
        if (bytes > 0) {
            verifier.setParameter(new PSSParameterSpec(name, "MGF1", new MGF1ParameterSpec(name), bytes, 1));
        }
        verifier.initVerify(key);
        verifier.update(signed);
        return verifier.verify(signature);
    }
}

package dev.mixer.adapters.opa.builtin;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** How tokens are signed (RFC 7518, section 3.1, and RFC 8037). */
enum JwtAlgorithm {
    RS256("SHA256withRSA", RSAKey.class),
    RS384("SHA384withRSA", RSAKey.class),
    RS512("SHA512withRSA", RSAKey.class),
    PS256("SHA-256", 32),
    PS384("SHA-384", 48),
    PS512("SHA-512", 64),
    ES256("SHA256withECDSAinP1363Format", ECKey.class),
    ES384("SHA384withECDSAinP1363Format", ECKey.class),
    ES512("SHA512withECDSAinP1363Format", ECKey.class),
    HS256("HmacSHA256", SecretKey.class),
    HS384("HmacSHA384", SecretKey.class),
    HS512("HmacSHA512", SecretKey.class),
    EdDSA("Ed25519", EdECKey.class);

    /** Java's name of it; of RSASSA-PSS that of the digest. */
    private final String javaName;

    private final Class<?> keyType;

    /** Of RSASSA-PSS, as long as the digest; 0 for the others. */
    private final int saltLength;

    JwtAlgorithm(String javaName, Class<?> keyType) {
        this.javaName = javaName;
        this.keyType = keyType;
        saltLength = 0;
    }

    JwtAlgorithm(String digest, int saltLength) {
        javaName = digest;
        keyType = RSAKey.class;
        this.saltLength = saltLength;
    }

    /** The algorithm that tokens call {@code name}, or null. */
    static @Nullable JwtAlgorithm find(String name) {
        for (var algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return algorithm;
            }
        }
        return null;
    }

    boolean isSymmetric() {
        return keyType == SecretKey.class;
    }

    /** Whether {@code signature} is right. A key of another kind is a wrong key, not a fault. */
    boolean verify(Key key, byte[] message, byte[] signature) {
        if (!keyType.isInstance(key)) {
            return false;
        }
        try {
            if (key instanceof SecretKey secret) {
                var mac = Mac.getInstance(javaName);
                mac.init(secret);
                return MessageDigest.isEqual(mac.doFinal(message), signature);
            }
            var verifier = signature();
            verifier.initVerify((PublicKey) key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    byte[] sign(Key key, byte[] message) throws BuiltinException {
        if (!keyType.isInstance(key)) {
            throw new BuiltinException("the key is none for " + name());
        }
        try {
            if (key instanceof SecretKey secret) {
                var mac = Mac.getInstance(javaName);
                mac.init(secret);
                return mac.doFinal(message);
            }
            var signer = signature();
            signer.initSign((PrivateKey) key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new BuiltinException("the key cannot sign with " + name(), e);
        }
    }

    private Signature signature() throws GeneralSecurityException {
        if (saltLength == 0) {
            return Signature.getInstance(javaName);
        }
        var signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(javaName, "MGF1", new MGF1ParameterSpec(javaName), saltLength, 1));
        return signature;
    }
}

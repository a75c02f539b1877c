package dev.mixer.adapters.jwt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Keys of an issuer and of somebody else, and tokens of any text signed with them by the JDK, not by the library. */
final class TestKeys {
    static final RsaJsonWebKey RSA = rsa("r", "RS256");
    static final RsaJsonWebKey OTHER = rsa("o", "RS256");
    static final PublicJsonWebKey EC = ec("e");

    private TestKeys() {}

    /** How a token is signed; all but the first are attacks. */
    enum Signing {
        RSA,
        OTHER,
        NOTHING,
        ZEROS,
        TRUNCATED,
        RSA_OF_OTHER_CLAIMS,
        HMAC_OF_PEM,
        HMAC_OF_DER,
        HMAC_OF_MODULUS
    }

    static RsaJsonWebKey rsa(String id, String algorithm) {
        try {
            var key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            key.setAlgorithm(algorithm);
            return key;
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    static PublicJsonWebKey ec(String id) {
        try {
            var key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    static String jwks(PublicJsonWebKey... keys) {
        return Arrays.stream(keys)
                .map(key -> key.toJson(OutputControlLevel.PUBLIC_ONLY))
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    /** A token signed with an RSA key. */
    static String token(RsaJsonWebKey key, String claims) {
        var start = part("{\"alg\":\"RS256\",\"kid\":\"" + key.getKeyId() + "\"}") + "." + part(claims);
        return start + "." + part(sign(key.getPrivateKey(), start));
    }

    static String token(String header, String claims, Signing signing) {
        var start = part(header) + "." + part(claims);
        var der = RSA.getPublicKey().getEncoded();
        return start + "."
                + part(
                        switch (signing) {
                            case RSA -> sign(RSA.getPrivateKey(), start);
                            case OTHER -> sign(OTHER.getPrivateKey(), start);
                            case NOTHING -> new byte[0];
                            case ZEROS -> new byte[64];
                            case TRUNCATED -> Arrays.copyOf(sign(RSA.getPrivateKey(), start), 255);
                            case RSA_OF_OTHER_CLAIMS -> sign(RSA.getPrivateKey(), start + "A");
                            case HMAC_OF_PEM -> hmac(pem(der), start);
                            case HMAC_OF_DER -> hmac(der, start);
                            case HMAC_OF_MODULUS ->
                                hmac(RSA.getRsaPublicKey().getModulus().toByteArray(), start);
                        });
    }

    static String part(String text) {
        return part(text.getBytes(StandardCharsets.UTF_8));
    }

    static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sign(PrivateKey key, String text) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] pem(byte[] der) {
        var lines = List.of(
                "-----BEGIN PUBLIC KEY-----",
                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der),
                "-----END PUBLIC KEY-----",
                "");
        return String.join("\n", lines).getBytes(StandardCharsets.US_ASCII);
    }
}

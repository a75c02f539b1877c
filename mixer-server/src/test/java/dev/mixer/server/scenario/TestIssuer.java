package dev.mixer.server.scenario;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Someone who makes tokens, with a key of its own. */
final class TestIssuer {
    private final String name;
    private final KeyPair keys;

    TestIssuer(String name) {
        this.name = name;
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A token of bob's that holds for half a minute, with further claims as in {@code "aud":"shop"}. */
    String token(String claims) {
        return signed("\"exp\":" + (Instant.now().getEpochSecond() + 30) + "," + claims);
    }

    /** A token with these claims beside issuer and subject. */
    String signed(String claims) {
        var start = part("{\"alg\":\"RS256\",\"kid\":\"k\"}") + "."
                + part("{\"iss\":\"" + name + "\",\"sub\":\"bob\"," + claims + "}");
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(start.getBytes(StandardCharsets.US_ASCII));
            return start + "." + part(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The public key as a key set (RFC 7517). */
    String jwks() {
        var key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"" + part(unsigned(key.getModulus())) + "\",\"e\":\""
                + part(unsigned(key.getPublicExponent())) + "\"}]}";
    }

    private static byte[] unsigned(BigInteger number) {
        var bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String part(String text) {
        return part(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

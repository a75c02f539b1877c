package dev.mixer.adapters.opa.builtin;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has the JVM load and compile what signatures need: the first one checked takes a hundred times as long as the others, on a
 * busy machine longer than a decision may.
 */
final class JwtWarmUp implements Runnable {
    private static final int ROUNDS = 30;

    /** The base point of P-256 (SEC 2, section 2.4.2) and a modulus of ones: keys that nobody signs with. */
    private static final String KEYS = """
            {"keys": [
              {"kty": "EC", "crv": "P-256", "x": "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
               "y": "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"},
              {"kty": "RSA", "e": "AQAB", "n": "%s"}
            ]}
            """.formatted("_".repeat(341) + "w");

    private final AtomicBoolean done = new AtomicBoolean();

    @Override
    public void run() {
        if (done.getAndSet(true)) {
            return;
        }
        var message = "warm up".getBytes(StandardCharsets.UTF_8);
        try {
            for (int i = 0; i < ROUNDS; i++) {
                var keys = JwtKeys.read(KEYS);
                var header = JwtToken.read("eyJhbGciOiJFUzI1NiJ9.e30.AA").header();
                keys.verify(JwtAlgorithm.ES256, header, message, number(64));
                keys.verify(JwtAlgorithm.RS256, header, message, number(256));
            }
        } catch (BuiltinException e) {
            throw new IllegalStateException("the sample keys can be read", e);
        }
    }

    /** A signature of the right length, of nothing. */
    private static byte[] number(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 1);
        return bytes;
    }
}

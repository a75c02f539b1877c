package dev.mixer.adapters.redisquota;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The script that decides.
 *
 * @param digest the name under which Redis knows it once it has run it
 */
record Script(String text, String digest) {
    static Script load() {
        try (var in = Script.class.getResourceAsStream("decide.lua")) {
            if (in == null) {
                throw new LinkageError("decide.lua is missing beside " + Script.class.getName());
            }
            byte[] bytes = in.readAllBytes();
            var digest =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
            return new Script(new String(bytes, StandardCharsets.UTF_8), digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java has SHA-1", e);
        }
    }
}

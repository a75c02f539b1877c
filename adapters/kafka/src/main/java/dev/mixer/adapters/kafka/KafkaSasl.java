package dev.mixer.adapters.kafka;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;

/**
 * Who this host is to the brokers.
 *
 * @param mechanism how the password is shown
 * @param username the name
 * @param password the proof
 */
public record KafkaSasl(
        @Description("How the password is shown: PLAIN, SCRAM_SHA_256 or SCRAM_SHA_512.") @DefaultValue("SCRAM_SHA_512")
        Mechanism mechanism,

        @Description("Who this host is to the brokers.") String username,

        @Description("The proof.") Secret password) {
    /** How the password is shown. */
    public enum Mechanism {
        /** As it is (RFC 4616): only over TLS. */
        PLAIN("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule"),
        /** By a proof that it is known (RFC 7677). */
        SCRAM_SHA_256("SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule"),
        /** The same with a longer digest. */
        SCRAM_SHA_512("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule");

        private final String wireName;
        private final String loginModule;

        Mechanism(String wireName, String loginModule) {
            this.wireName = wireName;
            this.loginModule = loginModule;
        }

        String wireName() {
            return wireName;
        }
    }

    public KafkaSasl {
        requireNonNull(mechanism, "mechanism");
        requireNonNull(password, "password");
        if (username.isEmpty()) {
            throw new IllegalArgumentException("sasl.username is empty");
        }
    }

    /** One entry of a JAAS configuration, whose quoted texts have the escapes of C. */
    String jaasConfiguration() {
        return mechanism.loginModule + " required username=\"" + quoted(username) + "\" password=\""
                + quoted(password.reveal()) + "\";";
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}

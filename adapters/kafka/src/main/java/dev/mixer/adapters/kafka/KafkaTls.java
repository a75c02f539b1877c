package dev.mixer.adapters.kafka;

import dev.mixer.spi.Description;
import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS to the brokers, whose names are always checked. Files are PEM, read when a connection to the cluster is set up.
 *
 * @param caCertificate who must have signed the brokers' certificates; absent: an authority that Java trusts
 * @param certificate this host's own chain; absent: none is shown
 * @param key its key, PKCS #8 without a password
 */
public record KafkaTls(
        @Description("Who must have signed the brokers' certificates (PEM); left out: an authority that Java trusts.")
        Optional<Path> caCertificate,

        @Description("The certificate that this host shows (PEM, with its chain); left out: none.")
        Optional<Path> certificate,

        @Description("The key of certificate (PEM, PKCS #8, no password).")
        Optional<Path> key) {
    public KafkaTls {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("tls.certificate and tls.key go together: one of them is missing");
        }
    }
}

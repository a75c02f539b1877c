package dev.mixer.adapters.redisquota;

import dev.mixer.spi.AdapterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** The file of the authorities, looked at before any thread or connection is there that a fault would leave behind. */
final class Authorities {
    private Authorities() {}

    static void check(Path file) throws AdapterException {
        try (var in = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                throw AdapterException.permanent("caCertificate " + file + " has no certificate", null);
            }
        } catch (IOException e) {
            throw AdapterException.permanent("caCertificate " + file + " cannot be read", e);
        } catch (CertificateException e) {
            throw AdapterException.permanent("caCertificate " + file + " is not PEM of certificates", e);
        }
    }
}

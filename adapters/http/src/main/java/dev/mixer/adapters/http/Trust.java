package dev.mixer.adapters.http;

import dev.mixer.spi.AdapterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Authorities of a file. */
final class Trust {
    private Trust() {}

    static SSLContext in(Path caFile) throws AdapterException {
        try (var in = Files.newInputStream(caFile)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            if (number == 0) {
                throw AdapterException.permanent("caFile " + caFile + " has no certificate", null);
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw AdapterException.permanent("caFile " + caFile + " cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw AdapterException.permanent("caFile " + caFile + " is not PEM of certificates", e);
        }
    }
}

package dev.mixer.adapters.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom a client trusts: the authorities of a PEM file and nobody else. Host names are checked as always. Safe for all threads. */
public final class Trust {
    private Trust() {}

    /**
     * Trusts the authorities of a file, as it is now.
     *
     * @throws IOException if the file cannot be read, or holds no certificate
     * @throws GeneralSecurityException if it holds something else
     */
    public static SSLContext of(Path pem) throws IOException, GeneralSecurityException {
        var content = Files.readAllBytes(pem);
        try {
            return of(content);
        } catch (EmptyException e) {
            throw new IOException(pem + " holds no certificate", e);
        }
    }

    /**
     * Trusts authorities as PEM.
     *
     * @throws GeneralSecurityException if there is no certificate, or something else
     */
    public static SSLContext of(byte[] pem) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (var certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        if (number == 0) {
            throw new EmptyException();
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static final class EmptyException extends CertificateException {
        private static final long serialVersionUID = 1L;

        EmptyException() {
            super("no certificate");
        }
    }
}

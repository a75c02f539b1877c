package dev.mixer.adapters.sending;

import dev.mixer.spi.AdapterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client trusts and what it proves itself with. Host names are checked as always.
 *
 * @param trust for the authorities of a file and nobody else; absent: the JDK's
 * @param proof the client's own certificate; absent: none
 */
public record Tls(
        @Nullable TrustManagerFactory trust, @Nullable KeyManagerFactory proof) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /**
     * Reads PEM files.
     *
     * @param key PKCS #8 without a password, EC, RSA or Ed25519
     * @throws AdapterException permanent, naming the parameter and the file
     */
    public static Tls of(Optional<Path> caCertificate, Optional<Path> clientCertificate, Optional<Path> key)
            throws AdapterException {
        try {
            return new Tls(
                    caCertificate.isPresent() ? trust(caCertificate.get()) : null,
                    clientCertificate.isPresent() && key.isPresent()
                            ? proof(clientCertificate.get(), key.get())
                            : null);
        } catch (IOException | GeneralSecurityException e) {
            throw AdapterException.permanent("TLS cannot be set up: " + e, e);
        }
    }

    /** For clients of the JDK. */
    public SSLContext context() throws AdapterException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    proof == null ? null : proof.getKeyManagers(),
                    trust == null ? null : trust.getTrustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw AdapterException.permanent("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManagerFactory trust(Path file) throws IOException, GeneralSecurityException {
        var store = empty();
        int number = 0;
        for (var certificate : certificates("ca_certificate", file)) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers;
    }

    private static KeyManagerFactory proof(Path certificate, Path key) throws IOException, GeneralSecurityException {
        var chain = certificates("client_certificate", certificate).toArray(Certificate[]::new);
        var store = empty();
        store.setKeyEntry("client", key(key, chain[0].getPublicKey().getAlgorithm()), new char[0], chain);
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        return managers;
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException, GeneralSecurityException {
        var matcher = KEY.matcher(Files.readString(file));
        if (!matcher.find()) {
            throw new IOException("client_key " + file + " holds no PRIVATE KEY (PKCS #8 without a password)");
        }
        var bytes = Base64.getMimeDecoder().decode(matcher.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }

    private static Collection<? extends Certificate> certificates(String parameter, Path file)
            throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException(parameter + " " + file + " holds no certificate");
            }
            return found;
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}

package dev.mixer.server.grpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file that a setting names. What is wrong with it is said in one line that begins with the setting.
 *
 * @param setting its key, for example {@code tls.key}
 */
record PemFile(String setting, Path path) {
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final String NO_CERTIFICATE = "holds no certificate in PEM (BEGIN CERTIFICATE), or a damaged one";
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** The certificates in the file, at least one. */
    List<X509Certificate> certificates() throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        try (var in = new ByteArrayInputStream(text().getBytes(StandardCharsets.UTF_8))) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (CertificateException e) {
            throw fault(NO_CERTIFICATE);
        }
        if (certificates.isEmpty()) {
            throw fault(NO_CERTIFICATE);
        }
        return certificates;
    }

    /** The private key in the file. */
    PrivateKey key() throws IOException {
        var text = text();
        var match = KEY.matcher(text);
        if (!match.find()) {
            throw fault(
                    text.contains(" PRIVATE KEY-----")
                            ? "holds a key in another form; convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW"
                            : "holds no private key in PEM, PKCS #8 (BEGIN PRIVATE KEY)");
        }
        try {
            var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(match.group(1)));
            for (var algorithm : KEY_ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
                } catch (GeneralSecurityException e) {
                    // Not of this algorithm: the encoding says of which, but the JDK has no public reader for it.
                }
            }
        } catch (IllegalArgumentException e) {
            throw fault("holds a private key that is not Base64");
        }
        throw fault("holds a private key that is damaged or none of " + String.join(", ", KEY_ALGORITHMS));
    }

    IOException fault(String sentence) {
        return new IOException(setting + ": the file " + path + " " + sentence);
    }

    private String text() throws IOException {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw fault("does not exist");
        } catch (IOException e) {
            throw fault("cannot be read: "
                    + (Files.isDirectory(path) ? "it is a folder" : e.getClass().getSimpleName()));
        }
    }
}

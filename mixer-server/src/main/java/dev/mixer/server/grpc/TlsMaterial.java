package dev.mixer.server.grpc;

import dev.mixer.engine.config.settings.TlsFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the files of {@code tls} hold, of which key and certificate belong together.
 *
 * @param chain from the host's own certificate on
 * @param authorities those of clients; empty: clients need no certificate
 */
record TlsMaterial(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
    private static final byte[] PROBE = {1, 2, 3};

    TlsMaterial {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    /**
     * Reads the files.
     *
     * @throws IOException with one line that names setting and file
     */
    static TlsMaterial read(TlsFiles files) throws IOException {
        var chain = new PemFile("tls.certificate", files.certificate()).certificates();
        var keyFile = new PemFile("tls.key", files.key());
        var key = keyFile.key();
        if (!belongs(key, chain.getFirst())) {
            throw keyFile.fault("is not the key of the certificate in " + files.certificate());
        }
        List<X509Certificate> authorities =
                files.clientCa() == null ? List.of() : new PemFile("tls.clientCa", files.clientCa()).certificates();
        return new TlsMaterial(chain, key, authorities);
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        try {
            var algorithm = switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> "EdDSA";
            };
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(PROBE);
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(PROBE);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    X509Certificate[] chainArray() {
        return chain.toArray(X509Certificate[]::new);
    }

    X509Certificate[] authorityArray() {
        return authorities.toArray(X509Certificate[]::new);
    }
}

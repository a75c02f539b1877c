package dev.mixer.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates of two authorities, made by the JDK's keytool in a folder of the test. */
public final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final Path store;

    /** Makes the authorities {@code ca} and {@code other-ca}. */
    public Certificates(Path folder) throws IOException, GeneralSecurityException {
        this.folder = folder;
        this.store = folder.resolve("store.p12");
        for (var name : List.of("ca", "other-ca")) {
            generate(name, "-ext", "bc:c");
        }
    }

    /**
     * PEM files.
     *
     * @param certificate the chain without its root; for an authority the root
     * @param key PKCS #8
     */
    public record Pair(Path certificate, Path key) {
        /** Puts the files of another in the place of these. */
        public void replaceBy(Pair other) throws IOException {
            put(other.key, key);
            put(other.certificate, certificate);
        }

        private static void put(Path from, Path to) throws IOException {
            var next = Files.copy(from, to.resolveSibling(to.getFileName() + ".next"));
            Files.move(next, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The file of an authority. */
    public Path authority(String name) throws IOException, GeneralSecurityException {
        return files(name, name).certificate();
    }

    /** A new certificate of {@code ca}. */
    public Pair issue(String name, String alternativeNames) throws IOException, GeneralSecurityException {
        return issueBy("ca", name, alternativeNames);
    }

    /** @param alternativeNames as keytool takes them; empty: none */
    public Pair issueBy(String authority, String name, String alternativeNames)
            throws IOException, GeneralSecurityException {
        var more = new ArrayList<>(List.of("-signer", authority));
        if (!alternativeNames.isEmpty()) {
            more.addAll(List.of("-ext", "san=" + alternativeNames));
        }
        generate(name, more.toArray(String[]::new));
        return files(name, name);
    }

    /** A certificate of {@code ca} that ended yesterday. */
    public Pair issueEnded(String name) throws IOException, GeneralSecurityException {
        generate(name, "-signer", "ca", "-startdate", "-3d", "-validity", "2");
        return files(name, name);
    }

    /** What a server of the test proves itself with: the key of a certificate that was issued under this name. */
    public SSLContext server(String name) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        for (var alias : Collections.list(keys.aliases())) {
            if (!alias.equals(name)) {
                keys.deleteEntry(alias);
            }
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private Pair files(String alias, String file) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        var chain = keys.getCertificateChain(alias);
        var shown = chain.length == 1 ? chain : Arrays.copyOf(chain, chain.length - 1);
        var certificates = new StringBuilder();
        for (Certificate certificate : shown) {
            certificates.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        var key = keys.getKey(alias, PASSWORD).getEncoded();
        return new Pair(
                Files.writeString(folder.resolve(file + ".pem"), certificates),
                Files.writeString(folder.resolve(file + ".key"), pem("PRIVATE KEY", key)));
    }

    private static String pem(String kind, byte[] bytes) {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    private void generate(String alias, String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(more));
        var log = folder.resolve("keytool.log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool failed: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }
}

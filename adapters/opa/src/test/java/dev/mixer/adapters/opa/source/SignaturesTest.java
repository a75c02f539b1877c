package dev.mixer.adapters.opa.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.testkit.backend.Backends;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bundles that OPA's own command signs. */
class SignaturesTest {
    private static final String SECRET = "0123456789012345678901234567890123456789012345678901234567890123";
    private static final long LIMIT = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void whatOpaSignsIsVerified(SigningAlgorithm algorithm) throws Exception {
        var keys = keys(algorithm);
        var files = read(sign(algorithm, keys));
        var signatures = new Signatures(key(keys, algorithm), "", "");
        signatures.verify("b", files);
        assertThat(files.keySet()).contains(".signatures.json", ".manifest", "data.json", rego(files));
        var stranger = new Signatures(key(keys(algorithm, "another" + SECRET), algorithm), "", "");
        assertThatThrownBy(() -> stranger.verify("b", files))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessage("b/.signatures.json: the signature is not of the key that the bundle is verified with");
    }

    @Test
    void filesThatWereChangedAddedOrTakenAwayAreFound() throws Exception {
        var keys = keys(SigningAlgorithm.ES256);
        var signatures = new Signatures(key(keys, SigningAlgorithm.ES256), "", "");
        var archive = sign(SigningAlgorithm.ES256, keys);
        refused(
                archive,
                signatures,
                files -> files.put(rego(files), bytes("package a\n")),
                "/rules/p.rego: is not as it was signed");
        refused(
                archive,
                signatures,
                files -> files.put("data.json", bytes("{\"a\":1}")),
                "b/data.json: is not as it was signed");
        refused(
                archive,
                signatures,
                files -> files.put("x.rego", bytes("package x\n")),
                "b/x.rego: is not among the files that were signed");
        refused(archive, signatures, files -> files.remove(rego(files)), "b: lacks files that were signed: ");
        refused(
                archive,
                signatures,
                files -> files.remove(".signatures.json"),
                "b: is not signed: it has no .signatures.json");
        refused(
                archive,
                signatures,
                files -> files.put(".signatures.json", bytes("{\"signatures\":[\"a.b\"]}")),
                "b/.signatures.json: the signature has no three parts");
        refused(
                archive,
                signatures,
                files -> files.put(".signatures.json", bytes("{\"signatures\":[]}")),
                "a list of one text");
        refused(
                archive,
                signatures,
                files -> files.put(".signatures.json", bytes("{\"signatures\":[\"e30.e30.\"]}")),
                "not of the key");
    }

    @Test
    void keyNameAndScopeMustBeWhatTheyShouldBe() throws Exception {
        var keys = keys(SigningAlgorithm.RS256);
        var key = key(keys, SigningAlgorithm.RS256);
        var claims = Files.writeString(folder.resolve("claims.json"), "{\"scope\": \"write\", \"keyid\": \"k1\"}");
        var files = read(sign(SigningAlgorithm.RS256, keys, "--claims-file", claims.toString()));
        new Signatures(key, "", "write").verify("b", files);
        new Signatures(key, "k1", "write").verify("b", files);
        assertThatThrownBy(() -> new Signatures(key, "", "").verify("b", files))
                .hasMessageContaining("is for the scope 'write', not ''");
        assertThatThrownBy(() -> new Signatures(key, "k2", "write").verify("b", files))
                .hasMessageContaining("names the key \"k1\", not k2");
    }

    @Test
    void aSignedBundleIsNotTakenUnverified() throws Exception {
        var archive = sign(SigningAlgorithm.HS256, keys(SigningAlgorithm.HS256));
        assertThatThrownBy(() -> new BundleReader("b", LIMIT, Optional.empty()).ofArchive(Files.readAllBytes(archive)))
                .hasMessage("b: is signed, and there is nothing to verify it with; set verify");
        var key = VerificationKey.ofSecret(SECRET, SigningAlgorithm.HS256);
        var reader = new BundleReader("b", LIMIT, Optional.of(new Signatures(key, "", "")));
        assertThat(reader.ofPath(archive).files().sources()).hasSize(1);
    }

    @Test
    void aKeyMustBeOfItsAlgorithm() throws Exception {
        var rsa = pem(
                "PUBLIC KEY",
                java.util.Objects.requireNonNull(keys(SigningAlgorithm.RS256).pair())
                        .getPublic());
        assertThatThrownBy(() -> VerificationKey.ofPem(rsa, SigningAlgorithm.HS256))
                .hasMessage("HS256 needs a secret, not a public key");
        assertThatThrownBy(() -> VerificationKey.ofPem(rsa, SigningAlgorithm.ES256))
                .hasMessageContaining("cannot be read as one for ES256");
        assertThatThrownBy(() -> VerificationKey.ofPem("x", SigningAlgorithm.RS256))
                .hasMessageContaining("is no PEM");
        assertThatThrownBy(() -> VerificationKey.ofSecret(SECRET, SigningAlgorithm.RS256))
                .hasMessage("RS256 needs a public key, not a secret");
        assertThatThrownBy(() -> VerificationKey.ofSecret("short", SigningAlgorithm.HS256))
                .hasMessage("the secret has 5 bytes; HS256 needs at least 32");
    }

    @Test
    void aFolderThatOpaSignedIsVerifiedItsYamlByWhatItSays() throws Exception {
        var bundle = Files.createDirectories(folder.resolve("signed"));
        Files.createDirectories(bundle.resolve("places"));
        Files.writeString(bundle.resolve("p.rego"), "package a\n\nallow := true\n");
        var yaml = Files.writeString(
                bundle.resolve("places/data.yaml"),
                "z: 1\nfloat: 1.5\nwhole: 2.0\nlist: [a, 'b c', 0x10]\ntext: |\n  x\n  y\nnone: ~\n");
        var command = List.of(
                Backends.opa().toString(), "sign", "--signing-key", SECRET, "--signing-alg", "HS256", "--bundle", ".");
        assertThat(new ProcessBuilder(command)
                        .directory(bundle.toFile())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        var key = VerificationKey.ofSecret(SECRET, SigningAlgorithm.HS256);
        var reader = new BundleReader("b", LIMIT, Optional.of(new Signatures(key, "", "")));
        assertThat(reader.ofPath(bundle).files().data().size()).isEqualTo(1);
        Files.writeString(yaml, "# the same\n" + Files.readString(yaml));
        assertThat(reader.ofPath(bundle).files().data().size()).isEqualTo(1);
        Files.writeString(yaml, "y: 1\n" + Files.readString(yaml));
        assertThatThrownBy(() -> reader.ofPath(bundle)).hasMessage("b/places/data.yaml: is not as it was signed");
    }

    private interface Change {
        void make(Map<String, byte[]> files);
    }

    private static void refused(Path archive, Signatures signatures, Change change, String fault) throws Exception {
        var files = read(archive);
        change.make(files);
        assertThatThrownBy(() -> signatures.verify("b", files))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining(fault);
    }

    private record Keys(@org.jspecify.annotations.Nullable KeyPair pair, String secret) {}

    private static Keys keys(SigningAlgorithm algorithm) throws Exception {
        return keys(algorithm, SECRET);
    }

    private static Keys keys(SigningAlgorithm algorithm, String secret) throws Exception {
        if (algorithm.isShared()) {
            return new Keys(null, secret);
        }
        var generator = KeyPairGenerator.getInstance(algorithm.family());
        if (algorithm.family().equals("EC")) {
            generator.initialize(new ECGenParameterSpec(
                    switch (algorithm) {
                        case ES256 -> "secp256r1";
                        case ES384 -> "secp384r1";
                        default -> "secp521r1";
                    }));
        } else {
            generator.initialize(2048);
        }
        return new Keys(generator.generateKeyPair(), "");
    }

    private static VerificationKey key(Keys keys, SigningAlgorithm algorithm) {
        return keys.pair() == null
                ? VerificationKey.ofSecret(keys.secret(), algorithm)
                : VerificationKey.ofPem(pem("PUBLIC KEY", keys.pair().getPublic()), algorithm);
    }

    private static String pem(String kind, Key key) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END " + kind
                + "-----\n";
    }

    /** A bundle whose data has what a canonical form may get wrong. */
    private Path sign(SigningAlgorithm algorithm, Keys keys, String... more) throws Exception {
        var bundle = Files.createTempDirectory(folder, "bundle");
        Files.createDirectories(bundle.resolve("rules"));
        Files.writeString(bundle.resolve("rules/p.rego"), "package a\n\nallow := true\n");
        Files.writeString(bundle.resolve("data.json"), """
                {"b": [1.0, 1e3, -0, 12345678901234567890, 0.10, null, true, [], {}], "a": "<&>\\u2028é\\u0001\\b\\f\\n\\/\\ud83d\\ude00", "é": {"z": 1, "a": 2}}
                """);
        Files.createDirectories(bundle.resolve("places"));
        Files.writeString(
                bundle.resolve("places/data.yaml"),
                "z: 1\nfloat: 1.5\nwhole: 2.0\nyes: no\nlist: [a, 'b c', 0x10]\ntext: |\n  x\n  y\n");
        var key = keys.pair() == null
                ? keys.secret()
                : Files.writeString(
                                folder.resolve("key.pem"),
                                pem("PRIVATE KEY", keys.pair().getPrivate()))
                        .toString();
        var archive = Files.createTempFile(folder, "b", ".tar.gz");
        var arguments = new ArrayList<>(List.of(
                "build",
                "--bundle",
                bundle.toString(),
                "--output",
                archive.toString(),
                "--signing-key",
                key,
                "--signing-alg",
                algorithm.name()));
        arguments.addAll(List.of(more));
        var outcome = OpaCommand.find(Optional.of(Backends.opa())).orElseThrow().run(arguments);
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.exit()).isZero();
        return archive;
    }

    private static Map<String, byte[]> read(Path archive) throws IOException, InvalidPolicyException {
        return Archive.read(new ByteArrayInputStream(Files.readAllBytes(archive)), "b", LIMIT);
    }

    /** OPA's command names a module by the path that it was read from. */
    private static String rego(Map<String, byte[]> files) {
        return files.keySet().stream()
                .filter(path -> path.endsWith("rules/p.rego"))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

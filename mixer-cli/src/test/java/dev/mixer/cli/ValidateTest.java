package dev.mixer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValidateTest {
    @TempDir
    Path folder;

    @Test
    void aValidConfigurationIsCounted() throws IOException {
        var result = Shell.withAdapters("validate", Configurations.write(folder, Configurations.CLOSED_ADMIN));
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("valid  1 file: 2 rules, 1 handler, 1 instance")
                .contains("skipped documents of other kinds: ")
                .contains("Service (1)");
        assertThat(result.code()).isZero();
    }

    @Test
    void aRuleThatNoIndexFindsIsAWarning() throws IOException {
        var text = Configurations.CLOSED_ADMIN.replace(
                "request.path.startsWith(\"/admin\") || shop.closed == true", "request.size > 10");
        var result = Shell.withAdapters("validate", Configurations.write(folder, text));
        assertThat(result.out())
                .contains("warning: ")
                .contains("rule close-admin.istio-system can be found by no index");
        assertThat(result.code()).isZero();
    }

    @Test
    void keysThatAreNoneAreFaultsAtTheirPlace() throws IOException {
        var config = Configurations.write(folder, """
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: tokens}
                spec:
                  jwtRules:
                  - issuer: https://a.example
                    jwks: '{"keys": [{"kty": "RSA"}]}'
                ---
                apiVersion: config.istio.io/v1alpha2
                kind: handler
                metadata: {name: tokens}
                spec:
                  compiledAdapter: jwt
                  params:
                    issuers:
                    - {issuer: a, jwks: "no json"}
                """);
        var result = Shell.withAdapters("validate", config);
        assertThat(result.out())
                .contains(config + "/config.yaml:7:11: error: RequestAuthentication tokens.default:"
                        + " spec.jwtRules[0].jwks: ")
                .contains(config + "/config.yaml:16:25: error: handler tokens.default: spec.params.issuers[0].jwks: ")
                .contains("2 errors");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void doubtfulPoliciesAreWarningsThatNameBothPlaces() throws IOException {
        var config = Configurations.write(folder, """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: reads}
                spec: {rules: [{to: [{operation: {methods: [GET]}}]}]}
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: closed}
                spec: {action: DENY, rules: [{}]}
                """);
        var result = Shell.withAdapters("validate", config);
        assertThat(result.out())
                .startsWith(config + "/config.yaml:4:16: warning: AuthorizationPolicy reads.default: spec.rules[0]:"
                        + " lets nothing pass: AuthorizationPolicy closed.default, by rule 1 at " + config
                        + "/config.yaml:9:30, denies all of it");
        assertThat(result.code()).isZero();
    }

    @Test
    void problemsAreLinesWithPlaces() throws IOException {
        var config = Configurations.write(folder, Configurations.FAULTY);
        var result = Shell.withAdapters("validate", config);
        assertThat(result.out().lines().findFirst().orElseThrow())
                .isEqualTo(config + "/config.yaml:19:10: error: rule close-admin.istio-system: spec.match: "
                        + "unknown attribute request.pth; did you mean 'request.path'?");
        assertThat(result.out()).contains("1 error  in 1 file");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void limitsOfZeroBelowAndBeyondTheirTypeAreProblemsWithTheirPlace() throws IOException {
        var config = Configurations.write(folder, """
                apiVersion: config.istio.io/v1alpha2
                kind: handler
                metadata: {name: limits, namespace: istio-system}
                spec:
                  compiledAdapter: memquota
                  params:
                    quotas:
                    - {name: a, maxAmount: 0}
                    - name: b
                      maxAmount: 5
                      overrides:
                      - {dimensions: {x: y}, maxAmount: -1}
                    - name: c
                      maxAmount: 9007199254740992
                ---
                apiVersion: config.istio.io/v1alpha2
                kind: handler
                metadata: {name: beyond, namespace: istio-system}
                spec:
                  compiledAdapter: redisquota
                  params: {redisServerUrl: "redis:1", quotas: [{name: d, maxAmount: 99999999999999999999}]}
                """);
        var result = Shell.withAdapters("validate", config);
        assertThat(result.out().lines().map(line -> line.replace(config + "/config.yaml:", "")))
                .startsWith(
                        "8:28: error: handler limits.istio-system: spec.params.quotas[0].maxAmount: 0 is not in 1 to"
                                + " 9007199254740991",
                        "12:41: error: handler limits.istio-system: spec.params.quotas[1].overrides[0].maxAmount: -1 is not"
                                + " in 1 to 9007199254740991",
                        "14:18: error: handler limits.istio-system: spec.params.quotas[2].maxAmount: 9007199254740992 is"
                                + " not in 1 to 9007199254740991",
                        "21:69: error: handler beyond.istio-system: spec.params.quotas[0].maxAmount:"
                                + " '99999999999999999999' is beyond 9223372036854775807");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void problemsAreJsonForPrograms() throws IOException {
        var result =
                Shell.withAdapters("validate", Configurations.write(folder, Configurations.FAULTY), "--output", "json");
        var json = Json.readObject(result.out());
        assertThat(json.get("valid")).isEqualTo(false);
        assertThat(Answer.list(json, "problems")).singleElement().asString().contains("request.pth");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void aFolderThatIsNotThereIsAProblem() {
        var result = Shell.withAdapters("validate", folder.resolve("nowhere").toString());
        assertThat(result.out()).contains("nowhere").contains("1 error");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void anEmptyFolderIsAWarning() {
        var result = Shell.withAdapters("validate", folder.toString());
        assertThat(result.out()).contains("warning: no *.yaml");
        assertThat(result.code()).isZero();
    }

    @Test
    void settingsAreCheckedAsWell() throws IOException {
        var result = Shell.withAdapters(
                "validate", Configurations.write(folder, Configurations.CLOSED_ADMIN), "--set", "timeLimt=1s");
        assertThat(result.out()).contains("--set timeLimt").contains("timeLimit");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void aVariableThatIsNoSettingIsAWarning() throws Exception {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                MixerCommand.class.getName(),
                "validate",
                "--plugins",
                Shell.PLUGINS.toString(),
                Configurations.write(folder, Configurations.CLOSED_ADMIN));
        builder.environment().put("MIXER_SOMETHING_ELSE_ENTIRELY", "1");
        var out = folder.resolve("out");
        var process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readAllLines(out))
                .containsOnlyOnce(
                        "environment MIXER_SOMETHING_ELSE_ENTIRELY: warning: is no setting and has no effect");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void withoutAFolderItSaysHowItIsUsed() {
        var result = Shell.run("validate");
        assertThat(result.err()).contains("mixer: ").contains("DIR").contains("mixer validate --help");
        assertThat(result.code()).isEqualTo(2);
    }

    static List<Path> samples() throws IOException {
        try (var folders = Files.walk(Path.of("..", "samples"), 2)) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> !folder.endsWith("proxy")) // a sidecar's configuration, not ours
                    .filter(ValidateTest::holdsYaml)
                    .sorted()
                    .toList();
        }
    }

    private static boolean holdsYaml(Path folder) {
        try (var files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".yaml"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void samplesAreClean(Path sample) {
        var result = Shell.withAdapters("validate", sample.toString());
        assertThat(result.out()).startsWith("valid  ").doesNotContain("warning");
        assertThat(result.code()).isZero();
    }
}

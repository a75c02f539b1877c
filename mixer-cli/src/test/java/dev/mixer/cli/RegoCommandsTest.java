package dev.mixer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies in Rego on the command line, with OPA's own command. */
class RegoCommandsTest {
    private static final String OPA = Backends.opa().toString();

    @TempDir
    private Path folder = Path.of("");

    private Path policy = Path.of("");

    @BeforeEach
    void write() throws IOException {
        policy = Files.createDirectory(folder.resolve("policy"));
        Files.writeString(policy.resolve("allow.rego"), """
                package envoy.authz

                default allow := false

                allow if input.attributes.request.http.headers["x-user"] in data.users

                allow if input.attributes.request.http.method == "OPTIONS"
                """);
        Files.writeString(policy.resolve("data.json"), "{\"users\": [\"ann\"]}");
        Files.writeString(policy.resolve("allow_test.rego"), """
                package envoy.authz_test

                test_ann_may if data.envoy.authz.allow with input.attributes.request.http.headers as {"x-user": "ann"}

                test_bob_may_not if not data.envoy.authz.allow with input.attributes.request.http.headers as {"x-user": "bob"}
                """);
        Files.writeString(folder.resolve("mixer.yaml"), """
                apiVersion: config.istio.io/v1alpha2
                kind: handler
                metadata: {name: rego}
                spec: {compiledAdapter: opa, params: {path: policy, opa: /nowhere/opa}}
                ---
                apiVersion: config.istio.io/v1alpha2
                kind: instance
                metadata: {name: call}
                spec: {compiledTemplate: requestcontext}
                ---
                apiVersion: config.istio.io/v1alpha2
                kind: rule
                metadata: {name: ask}
                spec: {actions: [{handler: rego, instances: [call]}]}
                """);
    }

    @Test
    void aPolicyThatIsBuiltNeedsNoOpa() throws IOException {
        var before = Shell.withAdapters("validate", folder.toString());
        assertThat(before.code()).isEqualTo(ExitCode.PROBLEMS);
        assertThat(before.out() + before.err())
                .contains("mixer.yaml:4:45: error: handler rego.default: spec.params.path")
                .contains("needs the command opa");

        var built = Shell.run("build", policy.toString(), "--opa", OPA);
        assertThat(built.code()).as(built.err()).isZero();
        assertThat(policy).isDirectoryContaining("glob:**/policy.wasm").isDirectoryContaining("glob:**/plan.json");
        assertThat(Shell.withAdapters("validate", folder.toString()).code()).isZero();
        assertThat(check("ann").code()).isZero();
        assertThat(check("bob").code()).isEqualTo(1);

        Files.writeString(policy.resolve("allow.rego"), "package envoy.authz\n\nallow := true\n");
        assertThat(Shell.withAdapters("validate", folder.toString()).code())
                .as("the module is not of these sources")
                .isEqualTo(ExitCode.PROBLEMS);
    }

    private Shell.Result check(String user) {
        return Shell.withAdapters(
                "check", "--config", folder.toString(), "--explain", "-a", "request.headers[x-user]=" + user);
    }

    @Test
    void anExplanationShowsWhatThePolicySawAndSaid() {
        Shell.run("build", policy.toString(), "--opa", OPA);
        var result = check("bob");
        assertThat(result.out())
                .contains("entrypoint envoy/authz/allow")
                .contains("result false")
                .contains("\"x-user\":\"bob\"");
    }

    @Test
    void anExplanationMasksSecretsAndTellsTheTime() {
        Shell.run("build", policy.toString(), "--opa", OPA);
        var result = Shell.withAdapters(
                "check",
                "--config",
                folder.toString(),
                "--explain",
                "-a",
                "request.headers[authorization]=Bearer hush",
                "-a",
                "request.headers[x-user]=ann",
                "-a",
                "request.path=/orders?access_token=hush&page=2",
                "-a",
                "request.raw_path=/orders?access_token=hush&page=2");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("entrypoint envoy/authz/allow")
                .contains("result true")
                .contains("\"authorization\":\"***\"")
                .contains("page=2")
                .doesNotContain("hush")
                .containsPattern("rego\\.default.*[0-9.]+ ms");
    }

    /** Cases beside a compiled policy, as in a container: neither the PATH nor MIXER_OPA has the command. */
    @Test
    void casesAreAskedWhereThereIsNoOpa() throws Exception {
        var built = Shell.run("build", policy.toString(), "--opa", OPA);
        assertThat(built.code()).as(built.err()).isZero();
        var mixer = Files.readString(folder.resolve("mixer.yaml")).replace(", opa: /nowhere/opa", "");
        Files.writeString(folder.resolve("mixer.yaml"), mixer);
        Files.writeString(folder.resolve("mixer.cases.yaml"), """
                cases:
                - name: ann may
                  attributes: {request.headers: {x-user: ann}}
                  want: OK
                - name: bob may not
                  attributes: {request.headers: {x-user: bob}}
                  want: PERMISSION_DENIED
                """);
        var command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dmixer.plugins=" + Shell.PLUGINS.toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MixerCommand.class.getName(),
                        "test",
                        folder.toString())
                .redirectErrorStream(true);
        command.environment().put("MIXER_OPA", "/nowhere/opa");
        command.environment().put("PATH", "");
        var process = command.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("ann may").contains("2 as wanted, 0 not").contains("not run: the Rego tests in");
    }

    @Test
    void aBundleHoldsAllThatAHostNeeds() throws IOException {
        var bundle = folder.resolve("policy.tar.gz");
        var built = Shell.run("build", policy.toString(), "--opa", OPA, "--bundle", bundle.toString());
        assertThat(built.code()).as(built.err()).isZero();
        assertThat(Files.size(bundle)).isGreaterThan(10_000);
    }

    @Test
    void faultsAreToldWithTheirPlaces() throws IOException {
        Files.writeString(policy.resolve("allow.rego"), "package envoy.authz\n\nallow if x\n");
        var built = Shell.run("build", policy.toString(), "--opa", OPA);
        assertThat(built.code()).isEqualTo(ExitCode.PROBLEMS);
        assertThat(built.err()).contains("allow.rego:3:10: rego_unsafe_var_error: var x is unsafe");
        assertThat(policy).isDirectoryNotContaining("glob:**/policy.wasm");
    }

    @Test
    void testsOfThePolicyAreRunWithTheirCoverage() throws IOException {
        var good = Shell.withAdapters("test", policy.toString(), "--opa", OPA);
        assertThat(good.code()).as(good.err()).isZero();
        assertThat(good.out())
                .contains("envoy.authz_test.test_ann_may")
                .contains("% of the lines of its modules are reached by tests")
                .contains("2 as wanted, 0 not");

        Files.writeString(policy.resolve("data.json"), "{\"users\": []}");
        var bad = Shell.withAdapters("test", policy.toString(), "--opa", OPA);
        assertThat(bad.code()).isEqualTo(ExitCode.PROBLEMS);
        assertThat(bad.out()).contains("allow_test.rego:3:1: the test fails").contains("1 as wanted, 1 not");
    }

    @Test
    void withoutOpaTheTestsAreSaidNotToHaveRun() {
        var result = Shell.withAdapters("test", policy.toString(), "--opa", "/nowhere/opa");
        assertThat(result.out()).contains("not run: the Rego tests in " + policy);
    }

    @Test
    void theDoctorSaysWhatIsThereAndWhatIsNot() {
        var result = Shell.run("doctor");
        assertThat(result.out()).contains("Java").contains("opa");
        assertThat(Shell.run("doctor", "-o", "json").out()).contains("\"needed\"");
    }
}

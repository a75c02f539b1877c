package dev.mixer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {
    private static final String POLICY = """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: reads}
            spec: {rules: [{to: [{operation: {methods: [GET]}}]}]}
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: writes}
            spec: {rules: [{to: [{operation: {methods: [PUT]}}]}]}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writePolicy() throws IOException {
        Files.writeString(folder.resolve("p.yaml"), POLICY);
    }

    private Shell.Result test(String cases, String... options) throws IOException {
        Files.writeString(folder.resolve("p.cases.yaml"), cases);
        var arguments = new java.util.ArrayList<>(java.util.List.of("test", folder.toString()));
        arguments.addAll(java.util.List.of(options));
        return Shell.withAdapters(arguments.toArray(String[]::new));
    }

    @Test
    void answersAsWantedAreASuccessAndWhatNoCaseTouchesIsNamed() throws IOException {
        var result = test("cases: [{name: reading, attributes: {request.method: GET}, policy: reads.default}]");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("✔ reading")
                .contains("no case touches: ")
                .contains("policy writes.default")
                .doesNotContain("policy reads.default")
                .contains("1 as wanted, 0 not");
    }

    @Test
    void anotherAnswerIsAFailureThatSaysWhy() throws IOException {
        var report = folder.resolve("results.xml");
        var result = test(
                "cases: [{name: a <b>, attributes: {request.method: DELETE}}, {name: c, attributes: {request.method: PUT}}]",
                "--junit",
                report.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("✘ a <b>")
                .contains("answer: wanted OK, got PERMISSION_DENIED")
                .contains("because no policy allows it")
                .contains("1 as wanted, 1 not");
        assertThat(Files.readString(report))
                .contains("<testsuites name=\"mixer\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\">")
                .contains("<testsuite name=\"" + folder.resolve("p") + "\" tests=\"2\" failures=\"1\"")
                .contains("name=\"a &lt;b>\"><failure message=\"answer: wanted OK, got PERMISSION_DENIED;");
    }

    @Test
    void faultsOfCasesHaveTheirPlace() throws IOException {
        var result = test("cases:\n- {name: a, atributes: {}, want: MAYBE}\n");
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .contains("p.cases.yaml:2:13: error: cases[0].atributes: unknown field; did you mean 'attributes'?")
                .contains("cases[0].want");
    }

    @Test
    void anAttributeThatDoesNotExistIsNamedWithItsCase() throws IOException {
        var result = test("cases: [{name: odd, attributes: {request.methd: GET}}]");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("odd: unknown attribute 'request.methd'; did you mean 'request.method'?");
    }

    private static final String REQUEST = """
            {"attributes": {
              "source": {"principal": "spiffe://cluster.local/ns/web/sa/shop"},
              "request": {"http": {"method": "%s", "path": "/a?b=c", "host": "shop", "headers": {"x-a": "b"}}}}}""";

    @Test
    void aCaseMayBeWhatEnvoyWouldSend() throws IOException {
        Files.writeString(folder.resolve("put.json"), REQUEST.formatted("PUT"));
        var result = test("""
                cases:
                - {name: inline, envoy: %s, policy: reads.default}
                - {name: by file, envoy: put.json, policy: writes.default}
                - name: as YAML
                  envoy: {attributes: {request: {http: {method: DELETE}}}}
                  want: PERMISSION_DENIED
                - name: the path that nobody can read is no way around
                  envoy: {attributes: {context_extensions: {source.principal: a}}}
                  want: INVALID_ARGUMENT
                  message: context extension 'source.principal'
                """.formatted(REQUEST.formatted("GET").replace("\n", " ")));
        assertThat(result.out()).contains("4 as wanted, 0 not");
        assertThat(result.code()).as(result.err()).isZero();
    }

    @Test
    void whatIsNoEnvoyRequestIsNamedWithItsPlace() throws IOException {
        var unknown = test("cases:\n- name: odd\n  envoy: {attributes: {sauce: {}}}\n");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("p.cases.yaml:3:10: odd: envoy is no CheckRequest in JSON: ")
                .contains("sauce");
        var gone = test("cases: [{name: odd, envoy: gone.json}]");
        assertThat(gone.code()).isEqualTo(2);
        assertThat(gone.err()).contains("gone.json: cannot be read");
        var both = test("cases: [{name: odd, envoy: gone.json, attributes: {}}]");
        assertThat(both.err()).contains("only one of attributes and envoy");
        var none = test("cases: [{name: odd}]");
        assertThat(none.err()).contains("attributes or envoy is required");
    }

    @Test
    void watchingItAsksAgainWhenAPolicyOrACaseChanges() throws IOException, InterruptedException {
        var cases = folder.resolve("p.cases.yaml");
        var text = "cases: [{name: reading, attributes: {request.method: GET}}]";
        Files.writeString(cases, text);
        try (var watching =
                new Shell.Running("test", "--plugins", Shell.PLUGINS.toString(), cases.toString(), "--watch")) {
            watching.await("1 as wanted, 0 not", 1);
            Files.writeString(folder.resolve("p.yaml"), POLICY.replace("GET", "HEAD"));
            watching.await("0 as wanted, 1 not", 1);
            Files.writeString(cases, text.replace("GET", "PUT"));
            watching.await("1 as wanted, 0 not", 2);
            Files.writeString(cases, "cases: [{nam: reading}]");
            watching.await("unknown field; did you mean 'name'?", 1);
            Files.writeString(cases, text.replace("GET", "HEAD"));
            watching.await("1 as wanted, 0 not", 3);
            assertThat(watching.out()
                            .lines()
                            .filter(line -> line.contains(" reading"))
                            .count())
                    .isEqualTo(4);
            assertThat(watching.stop()).isZero();
        }
    }

    @Test
    void itsHelpNamesEveryOption() {
        assertThat(Shell.run("test", "--help").out())
                .contains("--watch", "--junit=FILE", "--settings=FILE", "Exit codes:", "Examples:");
    }

    @Test
    void casesWithoutAConfigurationAreWrongUsage() throws IOException {
        Files.move(folder.resolve("p.yaml"), folder.resolve("q.yaml"));
        var result = test("cases: [{name: a, attributes: {}}]");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("there is no configuration");
    }

    @Test
    void aFolderWithoutCasesIsWrongUsage() {
        var result = Shell.withAdapters("test", folder.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("there is neither *.cases.yaml");
    }
}

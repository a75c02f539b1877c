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
                .contains("tests=\"2\" failures=\"1\"")
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
        assertThat(result.err()).contains("there is no *.cases.yaml");
    }
}

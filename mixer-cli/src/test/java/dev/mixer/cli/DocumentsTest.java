package dev.mixer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say is what the code says. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void theOperatorsGuideHasTheReferenceOfTheSettings() throws IOException {
        assertThat(Files.readString(ROOT.resolve("docs").resolve("operating.md")))
                .contains(SettingsReader.reference().strip());
    }

    /** Where it fails: {@code ./mixer reference docs/reference}. */
    @Test
    void theReferenceSaysWhatTheCodeDoes(@TempDir Path folder) throws IOException {
        var result = Shell.withAdapters("reference", folder.toString());
        assertThat(result.code()).as(result.err()).isZero();
        var reference = ROOT.resolve("docs").resolve("reference");
        assertThat(names(reference)).isEqualTo(names(folder)).hasSize(5);
        for (var name : names(folder)) {
            assertThat(Files.readString(reference.resolve(name)))
                    .as("%s, which ./mixer reference docs/reference brings up to date", name)
                    .isEqualTo(Files.readString(folder.resolve(name)));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    static Stream<Path> policies() throws IOException {
        var rego = ROOT.resolve("policies").resolve("rego");
        try (var folders = Files.list(ROOT.resolve("policies"));
                var policies = Files.list(rego)) {
            return Stream.concat(folders.filter(folder -> !folder.equals(rego)), policies)
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void policiesToCopyAreValid(Path policy) {
        var result = Shell.withAdapters("validate", policy.toString());
        assertThat(result.out().lines()).anyMatch(line -> line.startsWith("valid  "));
        assertThat(result.code()).isZero();
    }

    @Test
    void policiesToCopyAnswerTheirCases() {
        var result = Shell.withAdapters("test", ROOT.resolve("policies").toString());
        assertThat(result.out())
                .endsWith("as wanted, 0 not" + System.lineSeparator())
                .doesNotContain("no case touches");
        assertThat(result.code()).isZero();
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource({
        "request.path=/internal/users, 1",
        "request.path=/%69nternal//users, 1",
        "request.path=/a/../debug, 1",
        "request.path=/internally, 0",
        "request.path=/, 0"
    })
    void closedPathsAreClosedInEverySpelling(String attribute, int code) {
        var result = Shell.withAdapters(
                "check",
                "--config",
                ROOT.resolve("policies").resolve("closed-paths").toString(),
                "-a",
                attribute);
        assertThat(result.code()).as(result.out()).isEqualTo(code);
    }
}

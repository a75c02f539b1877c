package dev.mixer.engine.config.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.mixer.engine.config.bind.Secrets;
import dev.mixer.engine.config.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSourceTest {
    @TempDir
    Path folder;

    @Test
    void theSettingsSayWhereItIs() throws IOException {
        Files.writeString(folder.resolve("token"), "s3cret\n");
        var settings = Files.writeString(folder.resolve("mixer.yaml"), "http: {token: {file: token}}\n");
        assertThat(read(settings).read(Secrets.ofProcess()).reveal()).isEqualTo("s3cret");

        Files.writeString(settings, "http: {token: {env: THE_TOKEN}}\n");
        assertThat(read(settings).read(environment("s3cret")).reveal()).isEqualTo("s3cret");
        assertThat(read(null, "http.token.env=THE_TOKEN").env()).isEqualTo("THE_TOKEN");
    }

    @Test
    void withoutTheSettingThereIsNone() {
        assertThat(new SettingsReader()
                        .read(null, Map.of(), List.of(), new Problems())
                        .orElseThrow()
                        .http()
                        .token())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{file: a, env: B}", "s3cret"})
    void anythingElseThanOnePlaceIsRefused(String token) throws IOException {
        var settings = Files.writeString(folder.resolve("mixer.yaml"), "http: {token: " + token + "}\n");
        var problems = new Problems();

        assertThat(new SettingsReader().read(settings, Map.of(), List.of(), problems))
                .isEmpty();
        assertThat(problems.lines())
                .singleElement()
                .asString()
                .contains("token")
                .doesNotContain("s3cret");
    }

    @Test
    void whatCannotBeUsedIsNamedWithoutItsText() throws IOException {
        var none = folder.resolve("none");
        assertFault(new TokenSource(none, null), "http.token.file: the file " + none + " does not exist");
        assertFault(
                new TokenSource(folder, null), "http.token.file: the file " + folder + " cannot be read: IOException");
        var empty = Files.writeString(folder.resolve("empty"), "\n");
        assertFault(new TokenSource(empty, null), "http.token.file: the file " + empty + " is empty; put a long");
        var lines = Files.writeString(folder.resolve("lines"), "s3cret\ns3cret\n");
        assertFault(new TokenSource(lines, null), "http.token.file: the file " + lines + " holds blanks");
        assertFault(new TokenSource(null, "NONE"), "http.token.env: the environment variable NONE is not set");
    }

    private static void assertFault(TokenSource source, String beginning) {
        assertThatIOException()
                .isThrownBy(() -> source.read(environment("s3cret")))
                .satisfies(e -> assertThat(e.getMessage()).startsWith(beginning).doesNotContain("s3cret"));
    }

    private static Secrets environment(String token) {
        return new Secrets() {
            @Override
            public Optional<String> environment(String name) {
                return name.equals("THE_TOKEN") ? Optional.of(token) : Optional.empty();
            }

            @Override
            public String file(Path path) throws IOException {
                return Secrets.ofProcess().file(path);
            }
        };
    }

    private static TokenSource read(@Nullable Path settings, String... sets) {
        var problems = new Problems();
        var read = new SettingsReader().read(settings, Map.of(), List.of(sets), problems);
        assertThat(problems.lines()).isEmpty();
        return Objects.requireNonNull(read.orElseThrow().http().token());
    }
}

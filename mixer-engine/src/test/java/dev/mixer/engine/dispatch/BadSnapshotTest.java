package dev.mixer.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.SettingsReader;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.rule.SnapshotCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults and doubtful places that only show when everything is compiled: files whose comments {@code # > LINE} are the expected lines. */
class BadSnapshotTest {
    static List<String> cases() {
        try (var files = Files.list(folder())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(BadSnapshotTest.class.getResource("/cases/bad-snapshot"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyFaultIsNamedWithItsPlace(String name) throws IOException {
        var text = Files.readString(folder().resolve(name));
        var problems = new Problems();
        var settings =
                new SettingsReader().read(null, Map.of(), List.of(), problems).orElseThrow();
        var catalog = AdapterCatalog.of(new Script().new Actor(Script.Mode.INLINE));
        var plan = new SnapshotCompiler(catalog, settings).compile(ConfigFiles.of(ConfigFile.of(name, text)), problems);
        var expected = text.lines()
                .filter(line -> line.startsWith("# > "))
                .map(line -> line.substring(4))
                .toList();
        assertThat(problems.lines()).isEqualTo(expected).isNotEmpty();
        assertThat(plan.isEmpty()).isEqualTo(problems.hasErrors());
    }

    @Test
    void thereAreManyCases() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(20);
    }
}

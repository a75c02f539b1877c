package dev.mixer.engine.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.YamlParser;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameters of a plug-in come from a class loader of its own. */
class ForeignRecordTest {
    @Test
    void aRecordOfAnotherClassLoaderBinds(@TempDir Path folder) throws Exception {
        compile(folder, "Geo", """
                package plugin;
                import dev.mixer.spi.DefaultValue;
                public final class Geo {
                    public record Parameters(java.nio.file.Path database, @DefaultValue("fast") Mode mode, Choice choice) {}
                    public enum Mode { FAST, SLOW }
                    public sealed interface Choice {}
                    public record One(int number) implements Choice {}
                }
                """);
        try (var loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Class<? extends Record> type =
                    loader.loadClass("plugin.Geo$Parameters").asSubclass(Record.class);
            var problems = new Problems();
            var node = new YamlParser()
                    .parse("a/f.yaml", "{database: geo.db, choice: {one: {number: 5}}}", problems)
                    .getFirst();
            var bound = new RecordBinder().bind(type, node, problems.scope(""));
            assertThat(problems.lines()).isEmpty();
            assertThat(bound.orElseThrow())
                    .hasToString("Parameters[database=a/geo.db, mode=FAST, choice=One[number=5]]");
        }
    }

    private static void compile(Path folder, String name, String source) throws IOException {
        Path file = folder.resolve(name + ".java");
        Files.writeString(file, source, StandardCharsets.UTF_8);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        List.of(
                                        "-d",
                                        folder.toString(),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "-proc:none",
                                        file.toString())
                                .toArray(String[]::new));
        assertThat(result).isZero();
    }
}

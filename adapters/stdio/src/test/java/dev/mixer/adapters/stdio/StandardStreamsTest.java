package dev.mixer.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.stdio.StdioParameters.Stream;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.template.Metric;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines on the streams of a process; one of its own, because those of this one belong to the test runner. */
class StandardStreamsTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"STDOUT, out, err", "STDERR, err, out"})
    void linesGoToTheStreamThatWasAskedForAndLeaveItOpen(Stream stream, String written, String other) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        stream.name())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readAllLines(folder.resolve(written)))
                .containsExactly(
                        "2026-01-02T03:04:05Z INFO size.default value=1",
                        "2026-01-02T04:04:05Z INFO size.default value=2",
                        "the stream is open");
        assertThat(Files.readAllLines(folder.resolve(other))).containsExactly("the stream is open");
        assertThat(process.exitValue()).isZero();
    }

    /** A process that reports twice, an hour apart, and goes on to use its streams. */
    static final class Program {
        private Program() {}

        public static void main(String... arguments) throws Exception {
            var parameters = Defaults.of(
                    StdioParameters.class, Map.of("logStream", Stream.valueOf(arguments[0]), "outputAsJson", false));
            try (var host = TestHost.create();
                    var handler = new StdioAdapter().open(parameters, host)) {
                for (long value : List.of(1L, 2L)) {
                    Calls.report(
                            handler,
                            "size.default",
                            new Metric(new AttributeValue.Int64(value), Map.of(), "", Map.of()));
                    host.advance(Duration.ofHours(1));
                }
            }
            System.out.println("the stream is open");
            System.err.println("the stream is open");
        }
    }
}

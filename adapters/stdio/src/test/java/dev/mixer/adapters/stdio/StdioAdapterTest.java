package dev.mixer.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.stdio.StdioParameters.Level;
import dev.mixer.adapters.stdio.StdioParameters.Stream;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StdioAdapterTest extends AdapterContract<StdioParameters> {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private final TestHost host = TestHost.create();

    @AfterEach
    void stop() {
        host.close();
    }

    @Override
    protected Adapter<StdioParameters> adapter() {
        return new StdioAdapter();
    }

    @Override
    protected StdioParameters workingParameters() {
        return parameters(Map.of());
    }

    @Test
    void textLines() throws Exception {
        try (var handler = adapter().open(parameters(Map.of("outputAsJson", false)), host)) {
            Calls.report(
                    handler,
                    "access.default",
                    entry(
                            "warn",
                            Map.of(
                                    "path", new AttributeValue.Text("/a b\n2026 ERROR forged"),
                                    "code", new AttributeValue.Int64(200))));
        }
        assertThat(lines())
                .containsExactly(
                        "2026-03-01T12:00:00Z WARNING access.default code=200 path=\"/a b\\n2026 ERROR forged\"");
    }

    @Test
    void jsonLines() throws Exception {
        try (var handler = adapter().open(parameters(Map.of()), host)) {
            Calls.report(
                    handler,
                    "access.default",
                    entry(
                            "info",
                            Map.of(
                                    "agent", new AttributeValue.Text("\"\\\u0001\u2028é"),
                                    "level", new AttributeValue.Bool(true),
                                    "map", new AttributeValue.TextMap(Map.of("k", "v")))));
            Calls.report(
                    handler,
                    "size.default",
                    new Metric(
                            new AttributeValue.Float64(1.5),
                            Map.of("app", new AttributeValue.Text("a")),
                            "",
                            Map.of()));
        }
        assertThat(lines())
                .containsExactly(
                        "{\"time\":\"2026-03-01T12:00:00Z\",\"level\":\"INFO\",\"instance\":\"access.default\","
                                + "\"agent\":\"\\\"\\\\\\u0001\\u2028é\",\"level_\":true,\"map\":{\"k\":\"v\"}}",
                        "{\"time\":\"2026-01-02T03:04:05Z\",\"level\":\"INFO\",\"instance\":\"size.default\","
                                + "\"app\":\"a\",\"value\":1.5}");
    }

    @ParameterizedTest
    @CsvSource({"info, false", "'', false", "odd, false", "WARN, true", "Error, true", "mine, true"})
    void whatIsBelowTheOutputLevelIsLeftOut(String severity, boolean written) throws Exception {
        var parameters =
                parameters(Map.of("outputLevel", Level.WARNING, "severityLevels", Map.of("mine", Level.ERROR)));
        try (var handler = adapter().open(parameters, host)) {
            Calls.report(handler, "access.default", entry(severity, Map.of()));
        }
        assertThat(lines()).hasSize(written ? 1 : 0);
    }

    @Test
    void aFullDiskIsACountedFailure() throws Exception {
        var full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));
        try (var handler = adapter().open(parameters(Map.of("outputPath", Optional.of(full))), host)) {
            assertThatThrownBy(() -> Calls.report(handler, "a.default", entry("", Map.of()), entry("", Map.of())))
                    .isInstanceOf(AdapterException.class)
                    .hasMessageContaining("cannot write to");
            assertThat(host.count("stdio_lines_failed_total")).isEqualTo(2);
        }
    }

    @Test
    void aFileThatIsTooLargeIsRotated() throws Exception {
        var rotated = parameters(
                Map.of("logStream", Stream.ROTATED_FILE, "maxMegabytesBeforeRotation", 1L, "maxRotatedFiles", 2L));
        var large = entry("info", Map.of("x", new AttributeValue.Text("x".repeat(1_000_000))));
        try (var handler = adapter().open(rotated, host)) {
            for (int i = 0; i < 5; i++) {
                Calls.report(handler, "a.default", large);
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
        assertThat(lines()).hasSize(1);
    }

    @Test
    void aSuccessorGoesOnInTheSameOpenFile() throws Exception {
        var previous = adapter().open(parameters(Map.of()), host);
        Calls.report(previous, "a.default", entry("", Map.of()));
        try (var handler = adapter().reopen(parameters(Map.of("outputAsJson", false)), host, previous)) {
            assertThat(handler.attachment(LineWriter.class))
                    .isPresent()
                    .isEqualTo(previous.attachment(LineWriter.class));
            previous.close();
            Calls.report(handler, "a.default", entry("", Map.of()));
        }
        assertThat(lines()).hasSize(2);
    }

    @Test
    void aFileThatCannotBeOpenedIsAFailureOfOpening() {
        var nowhere = Optional.of(folder.resolve("no/such/folder"));
        assertThatThrownBy(() -> adapter().open(parameters(Map.of("outputPath", nowhere)), host))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("output_path");
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(folder.resolve("log"));
    }

    private StdioParameters parameters(Map<String, ?> others) {
        var values = new HashMap<String, Object>(
                Map.of("logStream", Stream.FILE, "outputPath", Optional.of(folder.resolve("log"))));
        values.putAll(others);
        return Defaults.of(StdioParameters.class, values);
    }

    private static LogEntry entry(String severity, Map<String, AttributeValue> variables) {
        return new LogEntry(variables, Optional.of(NOON), severity, "", Map.of());
    }
}

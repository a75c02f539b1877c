package dev.mixer.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.stdio.StdioParameters.Stream;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Handler;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a file is put aside, under which name, and which of those are deleted; the host's clock begins at 03:04:05. */
class RotationTest {
    private static final String AT_THE_START = "log.2026-01-02T030405.000Z";

    @TempDir
    private Path folder = Path.of("");

    private final TestHost host = TestHost.create();

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void aFileIsRotatedWhenItHasReachedItsSize() throws Exception {
        try (var handler = open(Map.of("maxMegabytesBeforeRotation", 1L))) {
            write(handler, "a".repeat(999_000));
            write(handler, "b".repeat(2_000)); // below the limit when it is written, above it after
            assertThat(names()).containsExactly("log");
            write(handler, "c");
            assertThat(names()).containsExactly("log", AT_THE_START);
            assertThat(linesOf(AT_THE_START)).hasSize(2);
            assertThat(linesOf("log")).singleElement().asString().contains("x=c");
        }
    }

    @Test
    void aFileIsRotatedWhenItHasReachedItsAge() throws Exception {
        try (var handler = open(Map.of("maxDaysBeforeRotation", 2L))) {
            write(handler, "first");
            host.advance(Duration.ofDays(2).minusMillis(1));
            write(handler, "still");
            assertThat(names()).containsExactly("log");
            host.advance(Duration.ofMillis(1));
            write(handler, "next");
            assertThat(names()).containsExactly("log", "log.2026-01-04T030405.000Z");
            assertThat(linesOf("log.2026-01-04T030405.000Z")).hasSize(2);
            // The new file's age counts anew.
            host.advance(Duration.ofDays(1));
            write(handler, "same");
            assertThat(names()).hasSize(2);
        }
    }

    @Test
    void zeroDaysIsAnyAge() throws Exception {
        try (var handler = open(Map.of("maxDaysBeforeRotation", 0L))) {
            write(handler, "first");
            host.advance(Duration.ofDays(5_000));
            write(handler, "second");
            assertThat(names()).containsExactly("log");
        }
    }

    /** The file's own age is the machine's to say; the host's clock goes on from there. */
    @Test
    void theAgeOfAFileFromBeforeARestartCounts() throws Exception {
        Files.writeString(folder.resolve("log"), "earlier\n");
        host.advance(Duration.between(host.clock().instant(), Instant.now()).plusDays(3));
        try (var handler = open(Map.of("maxDaysBeforeRotation", 2L))) {
            write(handler, "now");
            assertThat(names()).hasSize(2);
            assertThat(linesOf("log")).singleElement().asString().contains("x=now");
        }
    }

    @Test
    void anEmptyFileIsNotRotated() throws Exception {
        try (var handler = open(Map.of("maxDaysBeforeRotation", 1L))) {
            host.advance(Duration.ofDays(9));
            write(handler, "first");
            assertThat(names()).containsExactly("log");
        }
    }

    @Test
    void theOldestAreDeletedAndWhatOthersPutThereStays() throws Exception {
        for (var name : List.of("log.2", "log.2025-01-01.gz", "log.2026.txt", "other.2025-01-01T000000.000Z")) {
            Files.writeString(folder.resolve(name), "keep");
        }
        try (var handler = open(Map.of("maxDaysBeforeRotation", 1L, "maxRotatedFiles", 2L))) {
            for (int day = 0; day < 5; day++) {
                write(handler, "x");
                host.advance(Duration.ofDays(1));
            }
            // Those of the days before are older than a day.
            assertThat(names())
                    .containsExactly(
                            "log",
                            "log.2",
                            "log.2025-01-01.gz",
                            "log.2026-01-05T030405.000Z",
                            "log.2026-01-06T030405.000Z",
                            "log.2026.txt",
                            "other.2025-01-01T000000.000Z");
        }
    }

    @Test
    void rotatedFilesOlderThanTheAgeAreDeletedHoweverFew() throws Exception {
        try (var handler = open(Map.of("maxDaysBeforeRotation", 10L))) {
            write(handler, "x");
            host.advance(Duration.ofDays(10));
            write(handler, "x");
            host.advance(Duration.ofDays(11));
            write(handler, "x");
            assertThat(names()).containsExactly("log", "log.2026-01-23T030405.000Z");
        }
    }

    @Test
    void twoRotationsOfOneMomentHaveTwoNames() throws Exception {
        try (var handler = open(Map.of("maxMegabytesBeforeRotation", 1L))) {
            for (int i = 0; i < 3; i++) {
                write(handler, "x".repeat(1_000_000));
            }
            assertThat(names()).containsExactly("log", AT_THE_START, AT_THE_START + "-1");
        }
    }

    @Test
    void aPlainFileIsNeverRotated() throws Exception {
        try (var handler = open(Map.of("logStream", Stream.FILE, "maxMegabytesBeforeRotation", 1L))) {
            write(handler, "x".repeat(1_500_000));
            host.advance(Duration.ofDays(100));
            write(handler, "y");
            assertThat(names()).containsExactly("log");
        }
    }

    @Test
    void rotatedFilesArePacked() throws Exception {
        try (var handler = open(Map.of("maxMegabytesBeforeRotation", 1L, "compressRotatedFiles", true))) {
            write(handler, "a".repeat(1_000_000));
            write(handler, "b".repeat(1_000_000));
            write(handler, "c");
            assertThat(names()).containsExactly("log", AT_THE_START + "-1.gz", AT_THE_START + ".gz");
            assertThat(unpacked(AT_THE_START + ".gz")).endsWith("x=" + "a".repeat(1_000_000) + "\n");
            assertThat(unpacked(AT_THE_START + "-1.gz")).endsWith("x=" + "b".repeat(1_000_000) + "\n");
            assertThat(Files.size(folder.resolve(AT_THE_START + ".gz"))).isLessThan(100_000);
        }
    }

    @Test
    void whatAnEndHalfWayLeftIsPackedByTheNextRotation() throws Exception {
        var earlier = "log.2026-01-01T000000.000Z";
        Files.writeString(folder.resolve(earlier), "earlier\n");
        Files.writeString(folder.resolve(earlier + ".gz.part"), "half");
        try (var handler = open(Map.of("maxMegabytesBeforeRotation", 1L, "compressRotatedFiles", true))) {
            write(handler, "a".repeat(1_000_000));
            write(handler, "b");
            assertThat(names()).containsExactly("log", earlier + ".gz", AT_THE_START + ".gz");
            assertThat(unpacked(earlier + ".gz")).isEqualTo("earlier\n");
        }
    }

    @Test
    void packedFilesAreDeletedAsOthersAre() throws Exception {
        var given = Map.of("maxDaysBeforeRotation", 1L, "maxRotatedFiles", 2L, "compressRotatedFiles", true);
        try (var handler = open(given)) {
            for (int day = 0; day < 5; day++) {
                write(handler, "x");
                host.advance(Duration.ofDays(1));
            }
            assertThat(names())
                    .containsExactly("log", "log.2026-01-05T030405.000Z.gz", "log.2026-01-06T030405.000Z.gz");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "ROTATED_FILE"})
    void aFileThatSomeoneRenamedIsBegunAnew(Stream stream) throws Exception {
        try (var handler = open(Map.of("logStream", stream))) {
            write(handler, "first");
            Files.move(folder.resolve("log"), folder.resolve("log.1"));
            write(handler, "second");
            // As logrotate does with "create".
            Files.move(folder.resolve("log"), folder.resolve("log.2"));
            Files.createFile(folder.resolve("log"));
            write(handler, "third");
            assertThat(names()).containsExactly("log", "log.1", "log.2");
            assertThat(linesOf("log.1")).singleElement().asString().contains("x=first");
            assertThat(linesOf("log.2")).singleElement().asString().contains("x=second");
            assertThat(linesOf("log")).singleElement().asString().contains("x=third");
        }
    }

    private String unpacked(String name) throws Exception {
        try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Handler open(Map<String, ?> others) throws Exception {
        var values = new HashMap<String, Object>(Map.of(
                "logStream",
                Stream.ROTATED_FILE,
                "outputAsJson",
                false,
                "outputPath",
                Optional.of(folder.resolve("log"))));
        values.putAll(others);
        return new StdioAdapter().open(Defaults.of(StdioParameters.class, values), host);
    }

    private static void write(Handler handler, String text) throws Exception {
        Calls.report(
                handler,
                "a.default",
                new LogEntry(Map.of("x", new AttributeValue.Text(text)), Optional.empty(), "info", "", Map.of()));
    }

    private List<String> linesOf(String name) throws Exception {
        return Files.readAllLines(folder.resolve(name));
    }

    private List<String> names() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}

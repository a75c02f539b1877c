package dev.mixer.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.stdio.StdioParameters.Level;
import dev.mixer.adapters.stdio.StdioParameters.Stream;
import dev.mixer.spi.Problem;
import dev.mixer.testkit.Defaults;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StdioParametersTest {
    @Test
    void defaults() {
        assertThat(Defaults.of(StdioParameters.class))
                .isEqualTo(new StdioParameters(
                        Stream.STDOUT, Map.of(), Level.INFO, true, Level.INFO, Optional.empty(), 30, 100, 1000, false));
    }

    @Test
    void everyKey() {
        var values = Map.of(
                "logStream",
                Stream.ROTATED_FILE,
                "severityLevels",
                Map.of("x", Level.ERROR),
                "metricLevel",
                Level.WARNING,
                "outputAsJson",
                false,
                "outputLevel",
                Level.ERROR,
                "outputPath",
                Optional.of(Path.of("log")),
                "maxDaysBeforeRotation",
                1L,
                "maxMegabytesBeforeRotation",
                2L,
                "maxRotatedFiles",
                3L,
                "compressRotatedFiles",
                true);
        assertThat(Defaults.of(StdioParameters.class, values))
                .isEqualTo(new StdioParameters(
                        Stream.ROTATED_FILE,
                        Map.of("x", Level.ERROR),
                        Level.WARNING,
                        false,
                        Level.ERROR,
                        Optional.of(Path.of("log")),
                        1,
                        2,
                        3,
                        true));
    }

    @ParameterizedTest
    @CsvSource({
        "maxDaysBeforeRotation, -1, max_days_before_rotation -1 is not in 0 to 36500",
        "maxDaysBeforeRotation, 36501, max_days_before_rotation 36501 is not in 0 to 36500",
        "maxMegabytesBeforeRotation, 0, max_megabytes_before_rotation 0 is not in 1 to 1000000",
        "maxRotatedFiles, -1, max_rotated_files -1 is negative",
    })
    void rejectedNumbers(String key, long value, String message) {
        assertThatThrownBy(() -> Defaults.of(StdioParameters.class, Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aFileNeedsAPath() {
        assertThatThrownBy(() -> Defaults.of(StdioParameters.class, Map.of("logStream", Stream.FILE)))
                .hasMessage("output_path is required for log_stream FILE");
    }

    @Test
    void aPathThatIsNotUsedIsToldOf() {
        var parameters = Defaults.of(StdioParameters.class, Map.of("outputPath", Optional.of(Path.of("log"))));
        assertThat(new StdioAdapter().validate(parameters)).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
            assertThat(problem.message()).contains("is not used with log_stream STDOUT");
        });
    }
}

package dev.mixer.adapters.stdio;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where lines go and how they look.
 *
 * @param logStream where lines go
 * @param severityLevels the level of each severity that log entries name, in addition to the usual names
 * @param metricLevel the level of metrics
 * @param outputAsJson whether lines are JSON objects; otherwise plain text
 * @param outputLevel what is below is left out
 * @param outputPath the file; required for FILE and ROTATED_FILE
 * @param maxDaysBeforeRotation a file of that age is rotated, older rotated files are deleted; 0: any age
 * @param maxMegabytesBeforeRotation a file of that size is rotated, at least 1
 * @param maxRotatedFiles how many rotated files are kept; 0: all
 * @param compressRotatedFiles whether rotated files are packed
 */
public record StdioParameters(
        @Description("Where lines go.") @DefaultValue("STDOUT")
        Stream logStream,

        @Description("The level of each severity that log entries name, in addition to the usual names.")
        Map<String, Level> severityLevels,

        @Description("The level of metrics.") @DefaultValue("INFO")
        Level metricLevel,

        @Description("Whether lines are JSON objects; otherwise plain text.") @DefaultValue("true")
        boolean outputAsJson,

        @Description("What is below this level is left out.") @DefaultValue("INFO")
        Level outputLevel,

        @Description("The file; required for FILE and ROTATED_FILE.")
        Optional<Path> outputPath,

        @Description("A file of that age is rotated, older rotated files are deleted; 0: any age.") @DefaultValue("30")
        long maxDaysBeforeRotation,

        @Description("A file of that size is rotated, at least 1.") @DefaultValue("100")
        long maxMegabytesBeforeRotation,

        @Description("How many rotated files are kept; 0: all.") @DefaultValue("1000")
        long maxRotatedFiles,

        @Description("Whether rotated files are packed (gzip).") @DefaultValue("false")
        boolean compressRotatedFiles) {
    private static final Map<String, Level> USUAL = Map.of(
            "warning", Level.WARNING,
            "warn", Level.WARNING,
            "error", Level.ERROR,
            "err", Level.ERROR,
            "fatal", Level.ERROR,
            "critical", Level.ERROR);

    /** Where lines go. */
    public enum Stream {
        STDOUT,
        STDERR,
        /** A file that grows. */
        FILE,
        /** A file that is renamed when it is too large or too old. */
        ROTATED_FILE
    }

    /** How grave a line is, rising. */
    public enum Level {
        INFO,
        WARNING,
        ERROR
    }

    public StdioParameters {
        requireNonNull(metricLevel, "metricLevel");
        requireNonNull(outputLevel, "outputLevel");
        severityLevels = Map.copyOf(severityLevels);
        boolean toFile = logStream == Stream.FILE || logStream == Stream.ROTATED_FILE;
        if (toFile && outputPath.isEmpty()) {
            throw new IllegalArgumentException("output_path is required for log_stream " + logStream);
        }
        if (maxDaysBeforeRotation < 0 || maxDaysBeforeRotation > 36_500) {
            throw new IllegalArgumentException(
                    "max_days_before_rotation " + maxDaysBeforeRotation + " is not in 0 to 36500");
        }
        if (maxMegabytesBeforeRotation < 1 || maxMegabytesBeforeRotation > 1_000_000) {
            throw new IllegalArgumentException(
                    "max_megabytes_before_rotation " + maxMegabytesBeforeRotation + " is not in 1 to 1000000");
        }
        if (maxRotatedFiles < 0) {
            throw new IllegalArgumentException("max_rotated_files " + maxRotatedFiles + " is negative");
        }
    }

    /** The level of a severity; INFO for one that nobody knows. */
    Level level(String severity) {
        var configured = severityLevels.get(severity);
        return configured != null ? configured : USUAL.getOrDefault(severity.toLowerCase(Locale.ROOT), Level.INFO);
    }
}

package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

/**
 * One fault in a configuration, addressed to the person who wrote it.
 *
 * @param severity whether the configuration can take effect all the same
 * @param path the field, relative to the parameters, as in {@code quotas[2].maxAmount}; empty: the whole
 * @param message what was found and what would be right
 */
public record Problem(Severity severity, String path, String message) {
    /** Whether the configuration can take effect all the same. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public Problem {
        requireNonNull(severity, "severity");
        requireNonNull(path, "path");
        requireNonNull(message, "message");
    }

    /** A fault that keeps the configuration from taking effect. */
    public static Problem error(String path, String message) {
        return new Problem(Severity.ERROR, path, message);
    }

    /** A doubtful place. */
    public static Problem warning(String path, String message) {
        return new Problem(Severity.WARNING, path, message);
    }
}

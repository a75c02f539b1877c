package dev.mixer.engine.config.problem;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.Problem.Severity;
import java.util.Comparator;

/**
 * One fault in a configuration with its place. The text form is what every command, log and page shows:
 * {@code FILE:LINE:COLUMN: error: KIND NAME.NAMESPACE: FIELD: MESSAGE}.
 *
 * @param severity whether the configuration can take effect all the same
 * @param file the file as the user named it; empty: none
 * @param line from 1; 0: the file as a whole
 * @param column from 1; 0: the line as a whole
 * @param resource kind and name, as in {@code rule deny.default}; empty: none
 * @param field as in {@code params.quotas[2].maxAmount}; empty: the resource as a whole
 * @param message what was found and what would be right
 */
public record LocatedProblem(
        Severity severity, String file, int line, int column, String resource, String field, String message)
        implements Comparable<LocatedProblem> {
    private static final Comparator<LocatedProblem> ORDER = Comparator.comparing(LocatedProblem::place)
            .thenComparing(LocatedProblem::severity)
            .thenComparing(LocatedProblem::resource)
            .thenComparing(LocatedProblem::field)
            .thenComparing(LocatedProblem::message);

    public LocatedProblem {
        requireNonNull(severity, "severity");
        requireNonNull(file, "file");
        requireNonNull(resource, "resource");
        requireNonNull(field, "field");
        requireNonNull(message, "message");
    }

    /** A problem at a place. */
    public static LocatedProblem at(Place place, Severity severity, String resource, String field, String message) {
        return new LocatedProblem(severity, place.file(), place.line(), place.column(), resource, field, message);
    }

    /** Where it stands. */
    public Place place() {
        return new Place(file, line, column);
    }

    /** Whether it keeps the configuration from taking effect. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public int compareTo(LocatedProblem other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        appendPart(text, place().toString());
        text.append(isError() ? "error: " : "warning: ");
        appendPart(text, resource);
        appendPart(text, field);
        return text.append(message).toString();
    }

    private static void appendPart(StringBuilder text, String part) {
        if (!part.isEmpty()) {
            text.append(part).append(": ");
        }
    }
}

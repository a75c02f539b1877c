package dev.mixer.engine.config.problem;

import dev.mixer.spi.Problem.Severity;
import java.util.ArrayList;
import java.util.List;

/** Collects the faults of one configuration. For one thread at a time. */
public final class Problems {
    /** How many are kept unless asked otherwise; what comes after is counted only. */
    public static final int DEFAULT_CAPACITY = 1000;

    private final int capacity;
    private final List<LocatedProblem> kept = new ArrayList<>();
    private int errors;
    private int dropped;

    /** A collector that keeps {@link #DEFAULT_CAPACITY} problems. */
    public Problems() {
        this(DEFAULT_CAPACITY);
    }

    /** A collector that keeps {@code capacity} problems and counts the others. */
    public Problems(int capacity) {
        this.capacity = capacity;
    }

    /** Adds one. */
    public void add(LocatedProblem problem) {
        if (problem.isError()) {
            errors++;
        }
        if (kept.size() < capacity) {
            kept.add(problem);
        } else {
            dropped++;
        }
    }

    /** Adds a fault that belongs to no resource. */
    public void error(Place place, String message) {
        add(LocatedProblem.at(place, Severity.ERROR, "", "", message));
    }

    /** Where problems of {@code resource} go. */
    public ProblemScope scope(String resource) {
        return new ProblemScope(this, resource, "");
    }

    /** Whether the configuration must not take effect. */
    public boolean hasErrors() {
        return errors > 0;
    }

    /** How many errors were added, those not kept included. */
    public int errorCount() {
        return errors;
    }

    /** What was kept, each once, by file, line and column. */
    public List<LocatedProblem> sorted() {
        return kept.stream().sorted().distinct().toList();
    }

    /** One line for each problem, and {@code and N more} where some were not kept. */
    public List<String> lines() {
        List<String> lines =
                new ArrayList<>(sorted().stream().map(LocatedProblem::toString).toList());
        if (dropped > 0) {
            lines.add("and " + dropped + " more");
        }
        return List.copyOf(lines);
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}

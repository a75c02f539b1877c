package dev.mixer.engine.config.problem;

import dev.mixer.spi.Problem.Severity;

/**
 * The collector together with what is being read, so that a reader of one field need not know where it stands.
 *
 * @param problems where faults go
 * @param resource kind and name; empty: none
 * @param field the field's path from the resource on; empty: the resource itself
 */
public record ProblemScope(Problems problems, String resource, String field) {
    /** The scope of a field of this one. */
    public ProblemScope field(String name) {
        return new ProblemScope(problems, resource, field.isEmpty() ? name : field + "." + name);
    }

    /** The scope of a list's element, counted from 0. */
    public ProblemScope index(int index) {
        return new ProblemScope(problems, resource, field + "[" + index + "]");
    }

    /** The scope of a map's value. */
    public ProblemScope key(String key) {
        return new ProblemScope(problems, resource, field + "[" + key + "]");
    }

    /** Adds a fault that keeps the configuration from taking effect. */
    public void error(Place place, String message) {
        problems.add(LocatedProblem.at(place, Severity.ERROR, resource, field, message));
    }

    /** Adds a doubtful place. */
    public void warning(Place place, String message) {
        problems.add(LocatedProblem.at(place, Severity.WARNING, resource, field, message));
    }
}

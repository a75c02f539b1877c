package dev.mixer.engine.policy;

import dev.mixer.engine.config.problem.ProblemScope;

/**
 * A field of a policy while it is compiled.
 *
 * @param problems where faults go
 * @param name as explanations name it, from the rule on
 */
record FieldScope(ProblemScope problems, String name) {
    FieldScope field(String field) {
        return new FieldScope(problems.field(field), name + "." + field);
    }
}

package dev.mixer.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One handler that a rule calls.
 *
 * @param handler whom
 * @param instances with what, at least one
 * @param name how expressions of the rule refer to its output; null: not at all
 */
public record RuleAction(
        Reference handler,
        List<Reference> instances,
        @Nullable String name) {
    public RuleAction {
        instances = List.copyOf(instances);
    }
}

package dev.mixer.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule with what its references mean.
 *
 * @param rule as it was read
 * @param actions in the order of the rule
 */
public record ResolvedRule(RuleResource rule, List<ResolvedAction> actions) {
    public ResolvedRule {
        actions = List.copyOf(actions);
    }

    /**
     * One action.
     *
     * @param handler whom it calls
     * @param instances with what
     * @param name how expressions of the rule refer to its output; null: not at all
     */
    public record ResolvedAction(
            HandlerResource handler,
            List<InstanceResource> instances,
            @Nullable String name) {
        public ResolvedAction {
            instances = List.copyOf(instances);
        }
    }
}

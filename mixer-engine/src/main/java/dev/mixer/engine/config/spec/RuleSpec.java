package dev.mixer.engine.config.spec;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.spi.DefaultValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spec of a {@code rule}.
 *
 * @param match an expression; null: every call
 * @param actions handlers with their instances
 * @param requestHeaderOperations changes of the request
 * @param responseHeaderOperations changes of the response
 * @param denials what the clients of refused calls get
 * @param sampling which reports are passed on; null: all
 * @param enforcement whether the rule's checks, quotas, attributes and header operations count
 */
public record RuleSpec(
        @Nullable SourceText match,
        List<ActionSpec> actions,
        List<HeaderChange> requestHeaderOperations,
        List<HeaderChange> responseHeaderOperations,
        List<DenialSpec> denials,
        @Nullable Sampling sampling,
        @DefaultValue("LIVE") Enforcement enforcement) {
    /**
     * One action.
     *
     * @param handler a reference
     * @param instances references, at least one
     * @param name for {@code NAME.output.FIELD}; null: none
     */
    public record ActionSpec(
            SourceText handler,
            List<SourceText> instances,
            @Nullable SourceText name) {
        public ActionSpec {
            if (instances.isEmpty()) {
                throw new IllegalArgumentException("an action needs at least one of instances");
            }
        }
    }
}

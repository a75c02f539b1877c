package dev.mixer.engine.config.spec;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
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
@Description("What is done with the calls that match.")
public record RuleSpec(
        @Description("An expression; absent: every call.") @Nullable
        SourceText match,

        @Description("Handlers with their instances.") List<ActionSpec> actions,
        @Description("Changes of the request.") List<HeaderChange> requestHeaderOperations,
        @Description("Changes of the response.") List<HeaderChange> responseHeaderOperations,

        @Description("What the clients of refused calls get.")
        List<DenialSpec> denials,

        @Description("Which reports are passed on; absent: all.") @Nullable
        Sampling sampling,

        @Description("Whether the rule's checks, quotas, attributes and header operations count.") @DefaultValue("LIVE")
        Enforcement enforcement) {
    /**
     * One action.
     *
     * @param handler a reference
     * @param instances references, at least one
     * @param name for {@code NAME.output.FIELD}; null: none
     */
    public record ActionSpec(
            @Description("The name of a handler, or NAME.NAMESPACE.")
            SourceText handler,

            @Description("Names of instances, at least one.")
            List<SourceText> instances,

            @Description("By which header operations read its outputs, NAME.output.FIELD.") @Nullable
            SourceText name) {
        public ActionSpec {
            if (instances.isEmpty()) {
                throw new IllegalArgumentException("an action needs at least one of instances");
            }
        }
    }
}

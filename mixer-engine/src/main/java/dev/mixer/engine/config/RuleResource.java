package dev.mixer.engine.config;

import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.spec.DenialSpec;
import dev.mixer.engine.config.spec.Enforcement;
import dev.mixer.engine.config.spec.HeaderChange;
import dev.mixer.engine.config.spec.Sampling;
import dev.mixer.engine.config.yaml.SourceText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done with calls that match.
 *
 * @param match an expression of type BOOL; null: every call
 * @param actions handlers with the instances they get
 * @param requestHeaderOperations changes of the request on its way to the application
 * @param responseHeaderOperations changes of the response on its way back
 * @param denials what the clients of refused calls get
 * @param sampling which reports are passed on; null: all
 * @param enforcement whether what the rule decides counts
 */
public record RuleResource(
        ResourceId id,
        Place place,
        @Nullable SourceText match,
        List<RuleAction> actions,
        List<HeaderChange> requestHeaderOperations,
        List<HeaderChange> responseHeaderOperations,
        List<DenialSpec> denials,
        @Nullable Sampling sampling,
        Enforcement enforcement)
        implements Resource {
    public RuleResource {
        actions = List.copyOf(actions);
        requestHeaderOperations = List.copyOf(requestHeaderOperations);
        responseHeaderOperations = List.copyOf(responseHeaderOperations);
        denials = List.copyOf(denials);
    }
}

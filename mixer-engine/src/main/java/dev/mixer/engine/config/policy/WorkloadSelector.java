package dev.mixer.engine.config.policy;

import dev.mixer.spi.Description;
import java.util.Map;

/**
 * Which workloads a policy is for.
 *
 * @param matchLabels labels that a workload must all have; none: every workload
 */
@Description("Which workloads a policy is for.")
public record WorkloadSelector(
        @Description("Labels that a workload must all have; none: every workload.")
        Map<String, String> matchLabels) {
    public WorkloadSelector {
        matchLabels = Map.copyOf(matchLabels);
        if (matchLabels.containsKey("")) {
            throw new IllegalArgumentException("matchLabels: a label needs a name");
        }
    }
}

package dev.mixer.engine.config.policy;

import java.util.Map;

/**
 * Which workloads a policy is for.
 *
 * @param matchLabels labels that a workload must all have; none: every workload
 */
public record WorkloadSelector(Map<String, String> matchLabels) {
    public WorkloadSelector {
        matchLabels = Map.copyOf(matchLabels);
        if (matchLabels.containsKey("")) {
            throw new IllegalArgumentException("matchLabels: a label needs a name");
        }
    }
}

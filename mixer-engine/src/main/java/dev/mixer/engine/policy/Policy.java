package dev.mixer.engine.policy;

import dev.mixer.engine.config.policy.AuthorizationPolicySpec.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An AuthorizationPolicy ready for calls.
 *
 * @param name {@code name.namespace}
 * @param namespace whose workloads it is for; of the root namespace: all
 * @param place {@code file:line:column}
 * @param action what a match means
 * @param dryRun whether it is only told what it would change
 * @param target clauses on the called workload; none: every workload
 * @param provider the handler of a CUSTOM policy, {@code name.namespace}
 * @param rules of which one must match
 */
record Policy(
        String name,
        String namespace,
        String place,
        Action action,
        boolean dryRun,
        List<Clause> target,
        @Nullable String provider,
        List<PolicyRule> rules) {
    Policy {
        target = List.copyOf(target);
        rules = List.copyOf(rules);
    }

    /** Whether the policy is for some workloads only. */
    boolean selects() {
        return !target.isEmpty();
    }

    /** Whether the policy is for the called workload; not known where the call does not say what the policy asks. */
    Target isFor(PolicyCall call) {
        var answer = Target.YES;
        for (var clause : target) {
            if (clause.isUnknown(call)) {
                answer = Target.UNKNOWN;
            } else if (!clause.holds(call)) {
                return Target.NO;
            }
        }
        return answer;
    }

    /** Whether a policy is for a workload. */
    enum Target {
        YES,
        NO,
        UNKNOWN
    }
}

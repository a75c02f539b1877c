package dev.mixer.engine.policy;

import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.index.RuleIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether any ALLOW policy is for a workload: then what none of them allows is denied. Policies with one target count once, so
 * that many for one workload cost no more than one.
 */
final class PolicyPresence {
    private record Scope(List<Policy> targeted, RuleIndex byTarget, boolean always) {}

    private final Map<String, Scope> scopes = new HashMap<>();
    private final String rootNamespace;

    PolicyPresence(List<Policy> policies, String rootNamespace) {
        this.rootNamespace = rootNamespace;
        var byNamespace = new HashMap<String, List<Policy>>();
        for (var policy : policies) {
            byNamespace
                    .computeIfAbsent(policy.namespace(), _ -> new ArrayList<>())
                    .add(policy);
        }
        byNamespace.forEach((namespace, list) -> scopes.put(namespace, scope(list)));
    }

    private static Scope scope(List<Policy> policies) {
        var targeted = new ArrayList<Policy>();
        var entries = new ArrayList<RuleIndex.Entry>();
        Set<Object> seen = new HashSet<>();
        boolean always = false;
        for (var policy : policies) {
            if (!policy.selects()) {
                always = true;
            } else if (seen.add(targetKey(policy))) {
                entries.add(new RuleIndex.Entry(
                        targeted.size(),
                        new Condition.AllOf(
                                policy.target().stream().map(Clause::condition).toList())));
                targeted.add(policy);
            }
        }
        return new Scope(List.copyOf(targeted), RuleIndex.of(entries), always);
    }

    private static Object targetKey(Policy policy) {
        return policy.target().stream()
                .map(clause -> List.of(clause.subject(), clause.matchers()))
                .toList();
    }

    /**
     * Whether there is one.
     *
     * @param targetKnown whether the call says which workload it is for; where it does not, every policy may be for it
     */
    boolean isFor(PolicyCall call, String namespace, boolean targetKnown) {
        return isIn(rootNamespace, call, targetKnown)
                || (!namespace.equals(rootNamespace) && isIn(namespace, call, targetKnown));
    }

    private boolean isIn(String namespace, PolicyCall call, boolean targetKnown) {
        var scope = scopes.get(namespace);
        if (scope == null) {
            return false;
        }
        if (scope.always() || (!targetKnown && !scope.targeted().isEmpty())) {
            return true;
        }
        var found = new RuleIndex.Found();
        scope.byTarget().find(call.reader(), found);
        for (int place : found.sorted()) {
            if (scope.targeted().get(place).isFor(call) != Policy.Target.NO) {
                return true;
            }
        }
        return false;
    }
}

package dev.mixer.engine.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who holds which role, found by namespace and user, not scanned. Immutable. */
final class RoleSet {
    /**
     * One subject of a binding with its role.
     *
     * @param binding {@code name.namespace}
     * @param tried whether the binding is only told what it would change
     */
    record Grant(String binding, boolean tried, RoleSubject subject, List<RoleRule> rules) {
        Grant {
            rules = List.copyOf(rules);
        }
    }

    /** What the roles say: the binding that allows, one that would if it were in force; null: none. */
    record Answer(@Nullable String binding, @Nullable String tried) {}

    private record Holders(Map<String, List<Grant>> byUser, List<Grant> others) {}

    private final Map<String, Holders> byNamespace = new HashMap<>();

    /** @param grants by namespace */
    RoleSet(Map<String, List<Grant>> grants) {
        grants.forEach((namespace, list) -> {
            var byUser = new HashMap<String, List<Grant>>();
            var others = new ArrayList<Grant>();
            for (var grant : list) {
                var user = grant.subject().onlyUser();
                (user == null ? others : byUser.computeIfAbsent(user, _ -> new ArrayList<>())).add(grant);
            }
            byNamespace.put(namespace, new Holders(byUser, others));
        });
    }

    boolean isEmpty() {
        return byNamespace.isEmpty();
    }

    /** Which binding of a namespace allows an action. */
    Answer ask(String namespace, RoleFacts facts) {
        var holders = byNamespace.get(namespace);
        if (holders == null) {
            return new Answer(null, null);
        }
        String tried = null;
        for (var grants : List.of(holders.byUser().getOrDefault(facts.user(), List.of()), holders.others())) {
            for (var grant : grants) {
                if (grant.subject().is(facts) && grant.rules().stream().anyMatch(rule -> rule.allows(facts))) {
                    if (!grant.tried()) {
                        return new Answer(grant.binding(), tried);
                    }
                    tried = grant.binding();
                }
            }
        }
        return new Answer(null, tried);
    }
}

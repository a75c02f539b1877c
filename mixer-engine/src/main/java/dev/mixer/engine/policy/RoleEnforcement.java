package dev.mixer.engine.policy;

import dev.mixer.engine.config.policy.RbacConfigSpec;
import java.util.HashSet;
import java.util.Set;

/**
 * Where roles are enforced without a rule that says so.
 *
 * @param mode whether, and of what
 * @param services hosts that the mode includes or leaves out
 * @param namespaces likewise
 * @param tried whether the outcome is only told
 */
record RoleEnforcement(RbacConfigSpec.Mode mode, Set<String> services, Set<String> namespaces, boolean tried) {
    RoleEnforcement {
        services = Set.copyOf(services);
        namespaces = Set.copyOf(namespaces);
    }

    static RoleEnforcement of(RbacConfigSpec spec) {
        var target = spec.mode() == RbacConfigSpec.Mode.ON_WITH_EXCLUSION ? spec.exclusion() : spec.inclusion();
        return new RoleEnforcement(
                spec.mode(),
                target == null ? Set.of() : new HashSet<>(target.services()),
                target == null ? Set.of() : new HashSet<>(target.namespaces()),
                spec.enforcementMode() == RbacConfigSpec.EnforcementMode.PERMISSIVE);
    }

    boolean covers(String namespace, String service) {
        return switch (mode) {
            case OFF -> false;
            case ON -> true;
            case ON_WITH_INCLUSION -> names(namespace, service);
            case ON_WITH_EXCLUSION -> !names(namespace, service);
        };
    }

    private boolean names(String namespace, String service) {
        return namespaces.contains(namespace) || services.contains(service) || services.contains("*");
    }
}

package dev.mixer.engine.policy;

import java.util.List;
import java.util.Map;

/**
 * What one rule of a ServiceRole lets its holders do.
 *
 * @param services of which one must match
 * @param paths of which one must match; none: any
 * @param methods of which one must match; none: any
 * @param constraints by key, of whose values one must match
 */
record RoleRule(
        List<ValueMatcher> services,
        List<ValueMatcher> paths,
        List<ValueMatcher> methods,
        Map<String, List<ValueMatcher>> constraints) {
    RoleRule {
        services = List.copyOf(services);
        paths = List.copyOf(paths);
        methods = List.copyOf(methods);
        constraints = Map.copyOf(constraints);
    }

    boolean allows(RoleFacts facts) {
        return any(services, facts.service())
                && (methods.isEmpty() || any(methods, facts.method()))
                && (paths.isEmpty() || any(paths, facts.path()))
                && constraints.entrySet().stream()
                        .allMatch(constraint -> facts.actionProperty(constraint.getKey()).stream()
                                .anyMatch(value -> any(constraint.getValue(), value)));
    }

    private static boolean any(List<ValueMatcher> matchers, String value) {
        for (var matcher : matchers) {
            if (matcher.matches(value)) {
                return true;
            }
        }
        return false;
    }
}

package dev.mixer.engine.policy;

import dev.mixer.engine.expression.Condition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a policy: a source, an operation and all conditions.
 *
 * @param from alternatives, each clauses that must all hold; none: any source
 * @param to alternatives as well; none: any operation
 * @param when clauses that must all hold
 */
record PolicyRule(List<List<Clause>> from, List<List<Clause>> to, List<Clause> when) {
    PolicyRule {
        from = List.copyOf(from);
        to = List.copyOf(to);
        when = List.copyOf(when);
    }

    /**
     * Whether a call matches.
     *
     * @param tcp whether the call is not HTTP: what only HTTP has is then passed over by a policy that refuses, and never
     *     matches one that allows
     */
    boolean matches(PolicyCall call, boolean tcp, boolean allows) {
        return any(from, call, tcp, allows) && any(to, call, tcp, allows) && all(when, call, tcp, allows);
    }

    private static boolean any(List<List<Clause>> alternatives, PolicyCall call, boolean tcp, boolean allows) {
        if (alternatives.isEmpty()) {
            return true;
        }
        for (var clauses : alternatives) {
            if (all(clauses, call, tcp, allows)) {
                return true;
            }
        }
        return false;
    }

    private static boolean all(List<Clause> clauses, PolicyCall call, boolean tcp, boolean allows) {
        for (var clause : clauses) {
            if (!holds(clause, call, tcp, allows)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(Clause clause, PolicyCall call, boolean tcp, boolean allows) {
        return (tcp && clause.http()) ? !allows : clause.holds(call);
    }

    /** True whenever a call of HTTP matches. */
    Condition condition() {
        var parts = new ArrayList<Condition>();
        alternatives(from, parts);
        alternatives(to, parts);
        when.forEach(clause -> parts.add(clause.condition()));
        return new Condition.AllOf(parts);
    }

    private static void alternatives(List<List<Clause>> alternatives, List<Condition> parts) {
        if (!alternatives.isEmpty()) {
            parts.add(new Condition.AnyOf(alternatives.stream()
                    .<Condition>map(clauses -> new Condition.AllOf(
                            clauses.stream().map(Clause::condition).toList()))
                    .toList()));
        }
    }

    /** Whether the rule has clauses that only HTTP can meet. */
    boolean isAboutHttp() {
        return clauses().stream().anyMatch(Clause::http);
    }

    private List<Clause> clauses() {
        var all = new ArrayList<>(when);
        from.forEach(all::addAll);
        to.forEach(all::addAll);
        return all;
    }

    /** The clauses that keep a call from matching, the fewest that do; empty where it matches. */
    List<Clause> missing(PolicyCall call, boolean tcp, boolean allows) {
        var missing = new ArrayList<Clause>();
        missing.addAll(nearest(from, call, tcp, allows));
        missing.addAll(nearest(to, call, tcp, allows));
        missing.addAll(failing(when, call, tcp, allows));
        return missing;
    }

    private static List<Clause> nearest(List<List<Clause>> alternatives, PolicyCall call, boolean tcp, boolean allows) {
        @Nullable List<Clause> nearest = null;
        for (var clauses : alternatives) {
            var failing = failing(clauses, call, tcp, allows);
            if (nearest == null || failing.size() < nearest.size()) {
                nearest = failing;
            }
        }
        return nearest == null ? List.of() : nearest;
    }

    private static List<Clause> failing(List<Clause> clauses, PolicyCall call, boolean tcp, boolean allows) {
        return clauses.stream()
                .filter(clause -> !holds(clause, call, tcp, allows))
                .toList();
    }
}

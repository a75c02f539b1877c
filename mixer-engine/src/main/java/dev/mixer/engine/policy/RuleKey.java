package dev.mixer.engine.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What clauses and rules compare, whatever the order and the names of their fields: equal keys match the same calls. */
final class RuleKey {
    private RuleKey() {}

    /** The key of a rule. */
    static Object of(PolicyRule rule) {
        return List.of(alternatives(rule.from()), alternatives(rule.to()), of(rule.when()));
    }

    /** The key of clauses that must all hold. */
    static Set<Object> of(List<Clause> clauses) {
        return clauses.stream().map(RuleKey::of).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<Object> alternatives(List<List<Clause>> alternatives) {
        return alternatives.stream().map(RuleKey::of).collect(Collectors.toUnmodifiableSet());
    }

    private static Object of(Clause clause) {
        var values = clause.matchers().stream().map(RuleKey::of).collect(Collectors.toUnmodifiableSet());
        return List.of(clause.subject(), clause.negative(), values);
    }

    /** Patterns have no equality of their own. */
    private static Object of(ValueMatcher matcher) {
        return matcher instanceof ValueMatcher.Shape(var pattern) ? List.of(pattern.pattern()) : matcher;
    }
}

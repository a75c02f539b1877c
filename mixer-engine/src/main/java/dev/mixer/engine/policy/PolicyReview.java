package dev.mixer.engine.policy;

import dev.mixer.engine.config.PolicyResource;
import dev.mixer.engine.config.policy.AuthorizationPolicySpec.Action;
import dev.mixer.engine.config.problem.LocatedProblem;
import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.spi.Problem.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Warns of policies that contradict each other or change nothing, each with the policy that makes it so. Policies that only audit or
 * are on trial are left alone.
 *
 * <p>Rules are held only against those of the same or a wider scope: a hash finds equal rules, and each rule is compared with so
 * many others with the same values that the whole takes a time in proportion to their number.
 */
final class PolicyReview {
    /** How many comparisons all rules may take together, and how many each may take at least. */
    private static final long MOST_STEPS = 1_000_000;

    private static final long STEPS_EACH = 100;

    /** Targets with more clauses are only held against policies for all workloads and for the very same ones. */
    private static final int MOST_CLAUSES = 3;

    /** A policy with its document. */
    record Reviewed(PolicyResource resource, Policy policy) {}

    /** Whose calls a policy is for. */
    private record Scope(String namespace, Set<Object> target) {}

    /** What rules of one scope do: policies of one kind may stand for each other. */
    private record Kind(Action action, @Nullable String provider) {}

    private record Rule(Reviewed of, int number, int order, PolicyRule rule, Object key) {
        Policy policy() {
            return of.policy();
        }

        Place place() {
            return of.resource().placeOf("rules[" + number + "]");
        }

        /** Whether it is the very same. */
        boolean is(Rule other) {
            return order == other.order;
        }

        boolean matchesAll() {
            return rule.from().isEmpty() && rule.to().isEmpty() && rule.when().isEmpty();
        }
    }

    /** The rules of one kind in one scope; of equal ones the first alone. */
    private static final class Group {
        final Map<Object, Rule> byKey = new HashMap<>();
        final CoverageCandidates<Rule> rules = new CoverageCandidates<>();

        @Nullable
        Rule all;

        void add(Rule rule) {
            if (byKey.putIfAbsent(rule.key(), rule) == null) {
                rules.add(rule, rule.rule());
                if (rule.matchesAll()) {
                    all = rule;
                }
            }
        }
    }

    private final String rootNamespace;
    private final Problems problems;
    private final Coverage coverage = new Coverage();
    private final Map<Scope, Map<Kind, Group>> groups = new HashMap<>();
    private int cutOff;

    PolicyReview(String rootNamespace, Problems problems) {
        this.rootNamespace = rootNamespace;
        this.problems = problems;
    }

    /**
     * Warns.
     *
     * @param policies in configuration order, without faults
     * @return how many values were compared
     */
    long review(List<Reviewed> policies) {
        var rules = new ArrayList<List<Rule>>();
        int count = 0;
        for (var reviewed : policies) {
            var policy = reviewed.policy();
            if (policy.action() == Action.AUDIT || policy.dryRun()) {
                continue;
            }
            var own = new ArrayList<Rule>();
            for (var rule : policy.rules()) {
                own.add(new Rule(reviewed, own.size(), count++, rule, RuleKey.of(rule)));
            }
            rules.add(own);
            var group = groups.computeIfAbsent(
                            new Scope(policy.namespace(), RuleKey.of(policy.target())), _ -> new HashMap<>())
                    .computeIfAbsent(kind(policy), _ -> new Group());
            own.forEach(group::add);
        }
        long each = Math.max(STEPS_EACH, MOST_STEPS / Math.max(1, count));
        rules.forEach(own -> judge(own, each));
        if (cutOff > 0) {
            problems.add(LocatedProblem.at(
                    Place.whole("configuration"),
                    Severity.WARNING,
                    "",
                    "",
                    cutOff + " of " + count + " rules of policies were compared with the first others of their scope"
                            + " only, as there are so many; more may contradict each other than is said here"));
        }
        return coverage.steps();
    }

    private static Kind kind(Policy policy) {
        return new Kind(policy.action(), policy.provider());
    }

    private void judge(List<Rule> rules, long steps) {
        var masters = new ArrayList<Optional<Rule>>();
        for (var rule : rules) {
            coverage.allow(steps);
            var contradiction = coverage.contradiction(rule.rule());
            contradiction.ifPresent(
                    fields -> warn(rule, "matches no " + call(rule) + ": " + fields + " exclude each other"));
            masters.add(contradiction.isPresent() ? Optional.empty() : master(rule));
            if (coverage.isExhausted()) {
                cutOff++;
            }
        }
        var first = masters.isEmpty() ? Optional.<Rule>empty() : masters.getFirst();
        if (rules.size() > 1
                && first.isPresent()
                && masters.stream()
                        .allMatch(master -> master.filter(first.get()::is).isPresent())) {
            var resource = rules.getFirst().of().resource();
            scope(resource).warning(resource.place(), says(rules.getFirst(), first.get()));
            return;
        }
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            masters.get(i).ifPresent(master -> warn(rule, says(rule, master)));
        }
    }

    /** On TCP a rule that refuses passes over what only HTTP has. */
    private static String call(Rule rule) {
        return rule.policy().action() == Action.ALLOW ? "call" : "HTTP call";
    }

    private ProblemScope scope(PolicyResource resource) {
        return problems.scope(resource.id().toString()).field("spec");
    }

    private void warn(Rule rule, String message) {
        scope(rule.of().resource()).field("rules").index(rule.number()).warning(rule.place(), message);
    }

    private static String says(Rule rule, Rule master) {
        var policy = rule.policy();
        var by = master.policy().name().equals(policy.name())
                ? "rule " + (master.number() + 1) + " of this policy, at " + master.place() + ","
                : "AuthorizationPolicy " + master.policy().name() + ", by rule " + (master.number() + 1) + " at "
                        + master.place() + ",";
        var matched = rule.key().equals(master.key()) ? "the same" : "all of it";
        return switch (master.policy().action()) {
            case DENY ->
                switch (policy.action()) {
                    case ALLOW -> "lets nothing pass: " + by + " denies " + matched;
                    case CUSTOM -> "decides nothing: " + by + " denies " + matched;
                    case DENY, AUDIT -> "changes nothing: " + by + " denies " + matched;
                };
            case ALLOW -> "changes nothing: " + by + " allows " + matched;
            case CUSTOM -> "changes nothing: " + by + " asks the same handler about " + matched;
            case AUDIT -> "changes nothing: " + by + " matches " + matched;
        };
    }

    /** A rule that makes another one idle, a contradiction first. */
    private Optional<Rule> master(Rule rule) {
        var own = kind(rule.policy());
        var denying = new Kind(Action.DENY, null);
        for (var kind : own.equals(denying) ? List.of(denying) : List.of(denying, own)) {
            for (var scope : scopes(rule.policy())) {
                var group = groups.getOrDefault(scope, Map.of()).get(kind);
                var master = group == null ? Optional.<Rule>empty() : master(rule, group, scope, kind.equals(own));
                if (master.isPresent()) {
                    return master;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Rule> master(Rule rule, Group group, Scope scope, boolean alike) {
        boolean same = alike
                && scope.namespace().equals(rule.policy().namespace())
                && scope.target().equals(RuleKey.of(rule.policy().target()));
        var equal = group.byKey.get(rule.key());
        if (equal != null && !equal.is(rule)) {
            return Optional.of(equal);
        }
        if (group.all != null && !group.all.is(rule)) {
            return Optional.of(group.all);
        }
        if (rule.matchesAll()) {
            return Optional.empty();
        }
        for (var candidates : group.rules.of(rule.rule())) {
            for (var other : candidates) {
                if (coverage.isExhausted()) {
                    return Optional.empty();
                }
                // Of two that match the same the later one is idle.
                if (!other.is(rule)
                        && coverage.covers(other.rule(), rule.rule())
                        && (!same || other.order() < rule.order() || !coverage.covers(rule.rule(), other.rule()))) {
                    return Optional.of(other);
                }
            }
        }
        return Optional.empty();
    }

    /** The scopes that hold every call that a policy is for, the widest first. */
    private List<Scope> scopes(Policy policy) {
        var clauses = policy.target();
        var targets = new ArrayList<Set<Object>>();
        if (clauses.size() > MOST_CLAUSES) {
            targets.add(Set.of());
            targets.add(RuleKey.of(clauses));
        } else {
            for (int chosen = 0; chosen < 1 << clauses.size(); chosen++) {
                var some = new ArrayList<Clause>();
                for (int i = 0; i < clauses.size(); i++) {
                    if ((chosen >> i & 1) == 1) {
                        some.add(clauses.get(i));
                    }
                }
                targets.add(RuleKey.of(some));
            }
        }
        var scopes = new ArrayList<Scope>();
        targets.forEach(target -> scopes.add(new Scope(rootNamespace, target)));
        if (!policy.namespace().equals(rootNamespace)) {
            targets.forEach(target -> scopes.add(new Scope(policy.namespace(), target)));
        }
        return scopes;
    }
}

package dev.mixer.engine.policy;

import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.index.RuleIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of all policies of one action, found by what they compare, not scanned. Immutable. */
final class PolicyIndex {
    /**
     * One rule of a policy.
     *
     * @param number its place in the policy, from 0
     */
    record Entry(Policy policy, int number, PolicyRule rule) {}

    /** The policies of one namespace: by target and clauses, and by clauses alone for calls that do not tell their target. */
    private record Scope(RuleIndex targeted, @Nullable RuleIndex regardless) {}

    private final Entry[] entries;
    private final Map<String, Scope> scopes = new HashMap<>();
    private final String rootNamespace;
    private final boolean allows;
    private final boolean selects;

    /**
     * An index.
     *
     * @param policies in configuration order
     * @param tcp true for calls that are not HTTP
     * @param allows whether a match lets calls pass, rather than refuses them
     */
    PolicyIndex(List<Policy> policies, String rootNamespace, Condition tcp, boolean allows) {
        this.rootNamespace = rootNamespace;
        this.allows = allows;
        this.selects = policies.stream().anyMatch(Policy::selects);
        var all = new ArrayList<Entry>();
        var targeted = new HashMap<String, List<RuleIndex.Entry>>();
        var regardless = new HashMap<String, List<RuleIndex.Entry>>();
        for (var policy : policies) {
            var parts = policy.target().stream().map(Clause::condition).toList();
            for (int number = 0; number < policy.rules().size(); number++) {
                var rule = policy.rules().get(number);
                var condition = allows || !rule.isAboutHttp()
                        ? rule.condition()
                        : new Condition.AnyOf(List.of(rule.condition(), tcp));
                var whole = new ArrayList<>(parts);
                whole.add(condition);
                add(targeted, policy, new RuleIndex.Entry(all.size(), new Condition.AllOf(whole)));
                add(regardless, policy, new RuleIndex.Entry(all.size(), condition));
                all.add(new Entry(policy, number, rule));
            }
        }
        this.entries = all.toArray(Entry[]::new);
        targeted.forEach((namespace, list) -> scopes.put(
                namespace,
                new Scope(
                        RuleIndex.of(list),
                        selects ? RuleIndex.of(regardless.getOrDefault(namespace, List.of())) : null)));
    }

    private static void add(Map<String, List<RuleIndex.Entry>> lists, Policy policy, RuleIndex.Entry entry) {
        lists.computeIfAbsent(policy.namespace(), _ -> new ArrayList<>()).add(entry);
    }

    /**
     * The rules that match a call, in configuration order.
     *
     * @param targetKnown whether the call says which workload it is for
     * @param tcp whether the call is not HTTP
     */
    List<Entry> matching(PolicyCall call, String namespace, boolean targetKnown, boolean tcp) {
        if (entries.length == 0) {
            return List.of();
        }
        var found = new RuleIndex.Found();
        find(rootNamespace, call, targetKnown, found);
        if (!namespace.equals(rootNamespace)) {
            find(namespace, call, targetKnown, found);
        }
        var matching = new ArrayList<Entry>(2);
        for (int place : found.sorted()) {
            var entry = entries[place];
            if (isFor(entry.policy(), call) && entry.rule().matches(call, tcp, allows)) {
                matching.add(entry);
            }
        }
        return matching;
    }

    private void find(String namespace, PolicyCall call, boolean targetKnown, RuleIndex.Found found) {
        var scope = scopes.get(namespace);
        if (scope != null) {
            var index = targetKnown || scope.regardless() == null ? scope.targeted() : scope.regardless();
            index.find(call.reader(), found);
        }
    }

    /** A policy whose target is not known refuses what it would, and allows nothing. */
    private boolean isFor(Policy policy, PolicyCall call) {
        return switch (policy.isFor(call)) {
            case YES -> true;
            case NO -> false;
            case UNKNOWN -> !allows;
        };
    }
}

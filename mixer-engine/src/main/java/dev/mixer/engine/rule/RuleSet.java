package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.index.RuleIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules in configuration order and the indexes that find them: one for the root namespace, one for each other. */
public final class RuleSet {
    private final CompiledRule[] rules;
    private final @Nullable RuleIndex root;
    private final Map<String, RuleIndex> byNamespace = new HashMap<>();

    /**
     * A rule and what its match implies.
     *
     * @param condition of the rule's match
     */
    record Indexed(CompiledRule rule, Condition condition) {}

    RuleSet(List<Indexed> rules, String rootNamespace) {
        this.rules = rules.stream().map(Indexed::rule).toArray(CompiledRule[]::new);
        var entries = new HashMap<String, List<RuleIndex.Entry>>();
        for (int order = 0; order < rules.size(); order++) {
            var indexed = rules.get(order);
            entries.computeIfAbsent(indexed.rule().namespace(), _ -> new ArrayList<>())
                    .add(new RuleIndex.Entry(order, indexed.condition()));
        }
        entries.forEach((namespace, list) -> byNamespace.put(namespace, RuleIndex.of(list)));
        this.root = byNamespace.remove(rootNamespace);
    }

    /** Whether there is no rule. */
    public boolean isEmpty() {
        return rules.length == 0;
    }

    /** Whether some rules apply to the calls of one namespace only, so that a call's namespace must be known. */
    public boolean hasNamespaces() {
        return !byNamespace.isEmpty();
    }

    /** The rules that apply to a call, in configuration order. */
    public List<CompiledRule> matching(AttributeReader reader, String namespace) {
        if (rules.length == 0) {
            return List.of();
        }
        var orders = candidates(reader, namespace);
        var matching = new ArrayList<CompiledRule>(Math.min(orders.length, 16));
        for (int order : orders) {
            if (rules[order].applies(reader)) {
                matching.add(rules[order]);
            }
        }
        return matching;
    }

    /** The places of the rules whose match a call evaluates, in configuration order: those that apply and a few others. */
    int[] candidates(AttributeReader reader, String namespace) {
        var found = new RuleIndex.Found();
        if (root != null) {
            root.find(reader, found);
        }
        var own = byNamespace.get(namespace);
        if (own != null) {
            own.find(reader, found);
        }
        return found.sorted();
    }

    /** As {@link #matching}, by looking at every rule: for explanations and for tests of the index. */
    public List<CompiledRule> scan(AttributeReader reader, String namespace) {
        return inScope(namespace).stream().filter(rule -> rule.applies(reader)).toList();
    }

    /** The rules that calls of a namespace are held against, in configuration order. */
    public List<CompiledRule> inScope(String namespace) {
        var scope = new ArrayList<CompiledRule>();
        for (var rule : rules) {
            if (rule.namespace().equals(namespace) || (root != null && !byNamespace.containsKey(rule.namespace()))) {
                scope.add(rule);
            }
        }
        return scope;
    }

    /** All rules in configuration order. */
    public List<CompiledRule> rules() {
        return List.of(rules);
    }

    /** The rules that every call of their namespace must evaluate although they have a match. */
    public List<CompiledRule> unindexed() {
        var list = new ArrayList<CompiledRule>();
        var indexes = new ArrayList<>(byNamespace.values());
        if (root != null) {
            indexes.add(root);
        }
        for (var index : indexes) {
            for (int order : index.unindexed()) {
                if (rules[order].match() != null) {
                    list.add(rules[order]);
                }
            }
        }
        return list;
    }
}

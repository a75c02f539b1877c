package dev.mixer.engine.index;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.expression.Condition.Operator;
import dev.mixer.engine.expression.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules whose match may be true without looking at the others. What it finds is a superset: the caller evaluates
 * the match of each, so that the answer is always that of scanning every rule in order.
 *
 * <p>Each rule is filed under tests of which one must hold for it ({@link AccessPath}); each probe is evaluated once and
 * looked up in a table for its kind of test. Where many rules share a test they are filed again, by what else they test.
 */
public final class RuleIndex {
    /** Below this many, evaluating the rules costs less than another look-up. */
    private static final int SPLIT_FROM = 9;

    private static final int MAX_DEPTH = 6;

    /**
     * A rule to be filed.
     *
     * @param order its place in configuration order, from 0
     * @param condition what its match implies
     */
    public record Entry(int order, Condition condition) {}

    /** Where a look-up notes what it found. Made for a call. */
    public static final class Found {
        private int[] orders = new int[16];
        private int size;

        void add(int order) {
            if (size == orders.length) {
                orders = Arrays.copyOf(orders, size * 2);
            }
            orders[size++] = order;
        }

        /** What was found, in order, each once. */
        public int[] sorted() {
            Arrays.sort(orders, 0, size);
            int distinct = 0;
            for (int i = 0; i < size; i++) {
                if (i == 0 || orders[i] != orders[i - 1]) {
                    orders[distinct++] = orders[i];
                }
            }
            return Arrays.copyOf(orders, distinct);
        }
    }

    private final int[] always;
    private final ProbeTable[] tables;

    private RuleIndex(int[] always, ProbeTable[] tables) {
        this.always = always;
        this.tables = tables;
    }

    /** What one value is looked up in. */
    private record ProbeTable(
            Probe probe,
            @Nullable Map<Object, RuleIndex> equal,
            @Nullable AffixTable<RuleIndex> prefixes,
            @Nullable AffixTable<RuleIndex> suffixes,
            @Nullable LiteralTable<RuleIndex> literals) {}

    /** An index over rules. */
    public static RuleIndex of(List<Entry> entries) {
        return build(entries, Set.of(), 0);
    }

    /** How many rules are found by every call, whatever it holds. */
    public int alwaysFound() {
        return always.length;
    }

    /** The rules that no look-up can pass over. */
    public int[] unindexed() {
        return always.clone();
    }

    /** Notes every rule whose match may be true for the call. */
    public void find(AttributeReader reader, Found found) {
        for (int order : always) {
            found.add(order);
        }
        for (var table : tables) {
            var value = table.probe().expression().evaluate(reader);
            if (value == null) {
                continue;
            }
            if (table.equal() != null) {
                var next = table.equal().get(value);
                if (next != null) {
                    next.find(reader, found);
                }
            }
            if (value instanceof String text) {
                if (table.prefixes() != null) {
                    table.prefixes().find(text, next -> next.find(reader, found));
                }
                if (table.suffixes() != null) {
                    table.suffixes().find(text, next -> next.find(reader, found));
                }
                if (table.literals() != null) {
                    table.literals().find(text, next -> next.find(reader, found));
                }
            }
        }
    }

    private static RuleIndex build(List<Entry> entries, Set<AccessPath.Key> used, int depth) {
        if (depth > 0 && (entries.size() < SPLIT_FROM || depth > MAX_DEPTH)) {
            return new RuleIndex(orders(entries), new ProbeTable[0]);
        }
        var path = new AccessPath();
        entries.forEach(entry -> path.learn(entry.condition()));
        var filed = new LinkedHashMap<AccessPath.Key, List<Entry>>();
        var always = new ArrayList<Entry>();
        for (var entry : entries) {
            var keys = path.choose(entry.condition(), used);
            if (keys == null) {
                always.add(entry);
            } else {
                for (var key : keys) {
                    filed.computeIfAbsent(key, _ -> new ArrayList<>()).add(entry);
                }
            }
        }
        var byProbe = new LinkedHashMap<Probe, Map<Operator, Map<Object, RuleIndex>>>();
        filed.forEach((key, rules) -> {
            var below = new HashSet<>(used);
            below.add(key);
            byProbe.computeIfAbsent(key.probe(), _ -> new HashMap<>())
                    .computeIfAbsent(key.operator(), _ -> new HashMap<>())
                    .put(key.constant(), build(rules, below, depth + 1));
        });
        var tables = new ArrayList<ProbeTable>();
        byProbe.forEach((probe, operators) -> tables.add(new ProbeTable(
                probe,
                operators.get(Operator.EQUALS),
                affixes(operators.get(Operator.PREFIX), false),
                affixes(operators.get(Operator.SUFFIX), true),
                literals(operators.get(Operator.REGEX)))));
        return new RuleIndex(orders(always), tables.toArray(ProbeTable[]::new));
    }

    private static @Nullable AffixTable<RuleIndex> affixes(@Nullable Map<Object, RuleIndex> entries, boolean fromEnd) {
        return entries == null ? null : new AffixTable<>(fromEnd, texts(entries));
    }

    private static @Nullable LiteralTable<RuleIndex> literals(@Nullable Map<Object, RuleIndex> entries) {
        return entries == null ? null : new LiteralTable<>(texts(entries));
    }

    private static Map<String, RuleIndex> texts(Map<Object, RuleIndex> entries) {
        var texts = new HashMap<String, RuleIndex>();
        entries.forEach((constant, index) -> texts.put((String) constant, index));
        return texts;
    }

    private static int[] orders(List<Entry> entries) {
        return entries.stream().mapToInt(Entry::order).toArray();
    }
}

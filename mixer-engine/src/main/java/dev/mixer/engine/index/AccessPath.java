package dev.mixer.engine.index;

import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.expression.Condition.Operator;
import dev.mixer.engine.expression.RegexPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses by which tests a rule is found. Whenever the rule's condition is true, at least one of the chosen tests is; of
 * the ways that a conjunction offers, the one whose tests the fewest other rules share.
 */
final class AccessPath {
    /** A test that a table can look up: what is probed, how, and the value that it is filed under. */
    record Key(dev.mixer.engine.expression.Probe probe, Operator operator, Object constant) {}

    private final Map<Key, Integer> popularity = new HashMap<>();

    /** Learns which tests the rules of an index use. */
    void learn(Condition condition) {
        switch (condition) {
            case Condition.Test test -> {
                var key = key(test);
                if (key != null) {
                    popularity.merge(key, 1, Integer::sum);
                }
            }
            case Condition.AllOf(var parts) -> parts.forEach(this::learn);
            case Condition.AnyOf(var alternatives) -> alternatives.forEach(this::learn);
            case Condition.Opaque _ -> {}
        }
    }

    /**
     * The tests to find a rule by, or null where no index can find it.
     *
     * @param used tests that lead to where the rule is filed, of no further use
     */
    @Nullable
    List<Key> choose(Condition condition, Set<Key> used) {
        return switch (condition) {
            case Condition.Test test -> {
                var key = key(test);
                yield key == null || used.contains(key) ? null : List.of(key);
            }
            case Condition.AllOf(var parts) -> cheapest(parts, used);
            case Condition.AnyOf(var alternatives) -> union(alternatives, used);
            case Condition.Opaque _ -> null;
        };
    }

    private @Nullable List<Key> cheapest(List<Condition> parts, Set<Key> used) {
        List<Key> best = null;
        long bestCost = Long.MAX_VALUE;
        for (var part : parts) {
            var keys = choose(part, used);
            if (keys != null && cost(keys) < bestCost) {
                best = keys;
                bestCost = cost(keys);
            }
        }
        return best;
    }

    private @Nullable List<Key> union(List<Condition> alternatives, Set<Key> used) {
        var all = new ArrayList<Key>();
        for (var alternative : alternatives) {
            var keys = choose(alternative, used);
            if (keys == null) {
                return null;
            }
            all.addAll(keys);
        }
        return all;
    }

    /** How many rules the tests find together; tests that many values pass count more than an equality. */
    private long cost(List<Key> keys) {
        long cost = 0;
        for (var key : keys) {
            long rules = popularity.getOrDefault(key, 1);
            cost += switch (key.operator()) {
                case EQUALS -> rules * 2L;
                case PREFIX, SUFFIX -> rules * (key.constant().toString().length() < 3 ? 8L : 3L);
                case REGEX -> rules * 5L;
            };
        }
        return cost;
    }

    private static @Nullable Key key(Condition.Test test) {
        if (test.constant() instanceof RegexPattern regex) {
            if (regex.requiredPrefix().length() >= LiteralTable.SHORTEST) {
                return new Key(test.probe(), Operator.PREFIX, regex.requiredPrefix());
            }
            return regex.requiredLiteral().length() >= LiteralTable.SHORTEST
                    ? new Key(test.probe(), Operator.REGEX, regex.requiredLiteral())
                    : null;
        }
        return new Key(test.probe(), test.operator(), test.constant());
    }
}

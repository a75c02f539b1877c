package dev.mixer.engine.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the rules that may cover another one without comparing all. A clause of constants alone is implied only by a clause of
 * some of the same constants; so a rule that has such a clause in each of its alternatives is filed under these constants, and
 * only rules that name one of them can be covered by it. For one thread.
 *
 * @param <R> what is found
 */
final class CoverageCandidates<R> {
    private record Constant(String subject, Object value) {}

    private final Map<Constant, List<R>> byConstant = new HashMap<>();
    private final List<R> others = new ArrayList<>();

    /** Files a rule. */
    void add(R found, PolicyRule rule) {
        var constants = constants(rule);
        if (constants.isEmpty()) {
            others.add(found);
        }
        constants.forEach(constant ->
                byConstant.computeIfAbsent(constant, _ -> new ArrayList<>()).add(found));
    }

    /**
     * All that may cover a rule, some of them maybe twice; those under its constants first, as the others may be many. Lists
     * as they are kept: whoever has seen enough need not have copied the rest.
     */
    List<List<R>> of(PolicyRule rule) {
        var found = new ArrayList<List<R>>();
        Stream.concat(
                        rule.when().stream(),
                        Stream.concat(rule.from().stream(), rule.to().stream()).flatMap(List::stream))
                .filter(CoverageCandidates::isOfConstants)
                // All values of a clause must be among the other's, so that one of them is enough to look for.
                .map(clause -> constants(clause).getFirst())
                .distinct()
                .forEach(constant -> found.add(byConstant.getOrDefault(constant, List.of())));
        found.add(others);
        return found;
    }

    /** The constants of which every rule that this one covers names one; none: that cannot be said. */
    private static Set<Constant> constants(PolicyRule rule) {
        var sections = new ArrayList<Set<Constant>>();
        sections.add(constants(rule.from()));
        sections.add(constants(rule.to()));
        rule.when().forEach(clause -> sections.add(constants(List.of(List.of(clause)))));
        return sections.stream()
                .filter(constants -> !constants.isEmpty())
                // Long values are seldom those of many rules, as GET is.
                .max(Comparator.comparingInt(CoverageCandidates::shortest))
                .orElse(Set.of());
    }

    private static int shortest(Set<Constant> constants) {
        return constants.stream()
                .mapToInt(constant -> String.valueOf(constant.value()).length())
                .min()
                .orElse(0);
    }

    private static Set<Constant> constants(List<List<Clause>> alternatives) {
        var all = new HashSet<Constant>();
        for (var clauses : alternatives) {
            var best = clauses.stream()
                    .filter(CoverageCandidates::isOfConstants)
                    .map(clause -> Set.copyOf(constants(clause)))
                    .max(Comparator.comparingInt(CoverageCandidates::shortest));
            if (best.isEmpty()) {
                return Set.of();
            }
            all.addAll(best.get());
        }
        return all;
    }

    private static boolean isOfConstants(Clause clause) {
        return !clause.negative()
                && !clause.matchers().isEmpty()
                && clause.matchers().stream().allMatch(ValueMatcher.Equal.class::isInstance);
    }

    private static List<Constant> constants(Clause clause) {
        return clause.matchers().stream()
                .map(matcher -> new Constant(clause.subject(), ((ValueMatcher.Equal) matcher).constant()))
                .toList();
    }
}

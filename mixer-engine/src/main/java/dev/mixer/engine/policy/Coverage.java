package dev.mixer.engine.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whether one rule matches whatever another one matches, as far as comparing clause with clause tells: a yes is certain, a no is
 * not. On TCP the same holds, as clauses are only compared where both or neither are about HTTP. For one thread.
 */
final class Coverage {
    private long steps;
    private long left;

    /** Allows so many comparisons of values until the next call. */
    void allow(long most) {
        left = most;
    }

    /** Whether what was allowed did not suffice: a no since then means nothing at all. */
    boolean isExhausted() {
        return left <= 0;
    }

    /** How many values have been compared. */
    long steps() {
        return steps;
    }

    /** Whether each call that {@code narrow} matches is matched by {@code wide} too. */
    boolean covers(PolicyRule wide, PolicyRule narrow) {
        return isCovered(wide.from(), narrow.from(), narrow.when())
                && isCovered(wide.to(), narrow.to(), narrow.when())
                && wide.when().stream().allMatch(clause -> isImplied(clause, narrow));
    }

    private boolean isCovered(List<List<Clause>> wide, List<List<Clause>> narrow, List<Clause> when) {
        if (wide.isEmpty()) {
            return true;
        }
        if (narrow.isEmpty()) {
            return wide.stream().anyMatch(clauses -> areImplied(clauses, List.of(), when));
        }
        return narrow.stream().allMatch(given -> wide.stream().anyMatch(clauses -> areImplied(clauses, given, when)));
    }

    private boolean areImplied(List<Clause> clauses, List<Clause> given, List<Clause> when) {
        return clauses.stream().allMatch(clause -> isImplied(clause, given) || isImplied(clause, when));
    }

    /** Whether a clause holds in every call that a rule matches. */
    private boolean isImplied(Clause clause, PolicyRule rule) {
        return isImplied(clause, rule.when())
                || isImpliedByEach(clause, rule.from())
                || isImpliedByEach(clause, rule.to());
    }

    private boolean isImpliedByEach(Clause clause, List<List<Clause>> alternatives) {
        return !alternatives.isEmpty() && alternatives.stream().allMatch(given -> isImplied(clause, given));
    }

    private boolean isImplied(Clause clause, List<Clause> given) {
        return given.stream().anyMatch(each -> implies(each, clause));
    }

    private boolean implies(Clause given, Clause clause) {
        if (!spend() || !given.subject().equals(clause.subject()) || given.http() != clause.http()) {
            return false;
        }
        if (given.negative() == clause.negative()) {
            return given.negative()
                    ? isWithin(clause.matchers(), given.matchers())
                    : isWithin(given.matchers(), clause.matchers());
        }
        return clause.negative() && areDisjoint(given, clause);
    }

    /** The fields of a rule that keep it from ever matching, as no call passes both. */
    Optional<String> contradiction(PolicyRule rule) {
        return contradiction(rule.when())
                .or(() -> contradiction(rule.from(), rule.when()))
                .or(() -> contradiction(rule.to(), rule.when()));
    }

    private Optional<String> contradiction(List<List<Clause>> alternatives, List<Clause> when) {
        Optional<String> found = Optional.empty();
        for (var clauses : alternatives) {
            var all = new ArrayList<>(clauses);
            all.addAll(when);
            found = contradiction(all);
            if (found.isEmpty()) {
                return found;
            }
        }
        return found;
    }

    private Optional<String> contradiction(List<Clause> clauses) {
        for (int i = 0; i < clauses.size(); i++) {
            for (int j = 0; j < clauses.size(); j++) {
                if (i != j && excludes(clauses.get(i), clauses.get(j))) {
                    return Optional.of(
                            clauses.get(i).field() + " and " + clauses.get(j).field());
                }
            }
        }
        return Optional.empty();
    }

    private boolean excludes(Clause one, Clause other) {
        if (!spend() || one.negative() || !one.subject().equals(other.subject())) {
            return false;
        }
        return other.negative() ? isWithin(one.matchers(), other.matchers()) : areDisjoint(one, other);
    }

    /** Whether each value that some of {@code narrow} match is matched by some of {@code wide}. */
    private boolean isWithin(List<ValueMatcher> narrow, List<ValueMatcher> wide) {
        return narrow.stream().allMatch(each -> wide.stream().anyMatch(some -> spend() && covers(some, each)));
    }

    /** Of a claim, which may be a list, one element can pass the one test and another the other. */
    private boolean areDisjoint(Clause one, Clause other) {
        return one.source() instanceof Clause.Source.Value
                && none(one.matchers(), each -> !none(other.matchers(), some -> !spend() || !areDisjoint(each, some)));
    }

    private static boolean none(List<ValueMatcher> matchers, Predicate<ValueMatcher> test) {
        return matchers.stream().noneMatch(test);
    }

    private boolean spend() {
        steps++;
        return left-- > 0;
    }

    private static boolean covers(ValueMatcher wide, ValueMatcher narrow) {
        if (narrow instanceof ValueMatcher.Equal(var constant)) {
            return wide.matches(constant);
        }
        return switch (wide) {
            case ValueMatcher.Present _ -> true;
            case ValueMatcher.Equal _ -> false;
            case ValueMatcher.Prefix(var beginning) ->
                narrow instanceof ValueMatcher.Prefix(var longer) && longer.startsWith(beginning);
            case ValueMatcher.Suffix(var end) ->
                narrow instanceof ValueMatcher.Suffix(var longer) && longer.endsWith(end);
            case ValueMatcher.InRange(var range) ->
                narrow instanceof ValueMatcher.InRange(var part) && range.contains(part);
            case ValueMatcher.Shape(var pattern) ->
                narrow instanceof ValueMatcher.Shape(var other)
                        && other.pattern().equals(pattern.pattern());
        };
    }

    private static boolean areDisjoint(ValueMatcher one, ValueMatcher other) {
        if (one instanceof ValueMatcher.Equal(var constant)) {
            return !other.matches(constant);
        }
        if (other instanceof ValueMatcher.Equal(var constant)) {
            return !one.matches(constant);
        }
        return switch (one) {
            case ValueMatcher.Prefix(var beginning) ->
                other instanceof ValueMatcher.Prefix(var prefix)
                        && !beginning.startsWith(prefix)
                        && !prefix.startsWith(beginning);
            case ValueMatcher.Suffix(var end) ->
                other instanceof ValueMatcher.Suffix(var suffix) && !end.endsWith(suffix) && !suffix.endsWith(end);
            case ValueMatcher.InRange(var range) ->
                other instanceof ValueMatcher.InRange(var part) && !range.contains(part) && !part.contains(range);
            case ValueMatcher.Present _, ValueMatcher.Equal _, ValueMatcher.Shape _ -> false;
        };
    }
}

package dev.mixer.engine.policy;

import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.expression.Probe;
import java.util.List;

/**
 * One field of a policy: values, of which one must match or none may. An absent value fails every positive test and passes
 * every negative one.
 *
 * @param field as the document names it, {@code to[0].operation.methods}
 * @param subject what is compared, for people
 * @param source where a call has it
 * @param matchers the values
 * @param negative whether none may match
 * @param http whether only HTTP has the value
 */
record Clause(
        String field, String subject, Source source, List<ValueMatcher> matchers, boolean negative, boolean http) {
    Clause {
        matchers = List.copyOf(matchers);
    }

    /** Where a call has what is compared. */
    sealed interface Source {
        /** A value of any type. */
        record Value(CompiledExpression expression, Probe probe) implements Source {}

        /** A claim, which may be a list: then its elements. */
        record Claim(List<String> path, ClaimSource claims) implements Source {}
    }

    boolean holds(PolicyCall call) {
        return switch (source) {
            case Source.Value(var expression, var _) -> {
                var value = call.value(expression);
                yield (value != null && matchesAny(value)) != negative;
            }
            case Source.Claim(var path, var claims) ->
                call.claim(path, claims).stream().anyMatch(this::matchesAny) != negative;
        };
    }

    private boolean matchesAny(Object value) {
        for (var matcher : matchers) {
            if (matcher.matches(value)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the call does not say what the clause asks. */
    boolean isUnknown(PolicyCall call) {
        return source instanceof Source.Value(var expression, var _) && call.value(expression) == null;
    }

    /** True whenever the clause holds. */
    Condition condition() {
        return !negative && source instanceof Source.Value(var _, var probe)
                ? new Condition.AnyOf(matchers.stream()
                        .map(matcher -> matcher.condition(probe))
                        .toList())
                : new Condition.Opaque();
    }

    /** The clause and the value that it was held against. */
    String explain(PolicyCall call) {
        var found = switch (source) {
            case Source.Value(var expression, var _) -> {
                var value = call.value(expression);
                yield value == null ? "absent" : "\"" + value + "\"";
            }
            case Source.Claim(var path, var claims) -> {
                var elements = call.claim(path, claims);
                yield elements.isEmpty() ? "absent" : elements.toString();
            }
        };
        return field + ": " + subject + " was " + found;
    }
}

package dev.mixer.engine.expression;

import java.util.HashMap;
import java.util.List;

/**
 * What a rule index may know of a BOOL expression. Whenever the expression is TRUE, its condition is true as a formula over
 * its tests; the reverse need not hold, so the expression is still evaluated for what an index finds.
 */
public sealed interface Condition {
    /** Whether it is false whatever the call; a no is not certain. */
    default boolean isNever() {
        return switch (this) {
            case AnyOf(var alternatives) -> alternatives.stream().allMatch(Condition::isNever);
            case AllOf(var parts) -> parts.stream().anyMatch(Condition::isNever) || twoValuesAtOnce(parts);
            case Test _, Opaque _ -> false;
        };
    }

    private static boolean twoValuesAtOnce(List<Condition> parts) {
        var constants = new HashMap<Probe, Object>();
        for (var part : parts) {
            if (part instanceof Test(var probe, var operator, var constant) && operator == Operator.EQUALS) {
                var other = constants.putIfAbsent(probe, constant);
                if (other != null && !other.equals(constant)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** True where one of the alternatives is; without alternatives never. */
    record AnyOf(List<Condition> alternatives) implements Condition {
        public AnyOf {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** True where all parts are; without parts always. */
    record AllOf(List<Condition> parts) implements Condition {
        public AllOf {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A value tested against a constant. False where the probe has no value.
     *
     * @param probe the value, of type STRING for all operators but EQUALS
     * @param constant for EQUALS a value whose {@code equals} is the language's equality with the probe's values; for
     *     PREFIX and SUFFIX a {@code String}; for REGEX a {@link RegexPattern}
     */
    record Test(Probe probe, Operator operator, Object constant) implements Condition {}

    /** May be true whatever the call. */
    record Opaque() implements Condition {}

    /** How a test compares. */
    enum Operator {
        EQUALS,
        PREFIX,
        SUFFIX,
        REGEX
    }
}

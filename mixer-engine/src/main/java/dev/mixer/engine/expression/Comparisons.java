package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/** Compiles {@code ==}, {@code !=}, {@code <}, {@code <=}, {@code >} and {@code >=}. */
final class Comparisons {
    private static final Comparator<Object> TEXTS = (a, b) -> compareCharacters((String) a, (String) b);
    private static final Comparator<Object> LONGS = (a, b) -> Long.compare((Long) a, (Long) b);
    private static final Comparator<Object> INSTANTS = (a, b) -> ((Instant) a).compareTo((Instant) b);
    private static final Comparator<Object> DURATIONS = (a, b) -> ((Duration) a).compareTo((Duration) b);

    private Comparisons() {}

    static Test of(Typed.Comparison comparison, Compiler compiler) {
        var type = comparison.left().type();
        var left = compiler.comparable(comparison.left());
        var right = compiler.comparable(comparison.right());
        var operator = comparison.operator();
        if (type == ValueType.DOUBLE) {
            return doubles(operator, left, right);
        }
        if (operator.isEquality()) {
            boolean wanted = operator == Operator.EQUAL;
            if (comparison.right() instanceof Typed.Literal) {
                return equalTo(left, constant(right), wanted);
            }
            return comparison.left() instanceof Typed.Literal
                    ? equalTo(right, constant(left), wanted)
                    : equal(left, right, wanted);
        }
        return ordered(operator, order(type), left, right);
    }

    private static Object constant(Value value) {
        var constant = value.of(Compiler.readerOfNothing());
        if (constant == null) {
            throw new IllegalStateException("a constant has a value");
        }
        return constant;
    }

    private static Test equalTo(Value value, Object constant, boolean wanted) {
        return reader -> {
            var found = value.of(reader);
            return found == null ? Verdict.FAULT : Verdict.of(constant.equals(found) == wanted);
        };
    }

    private static Test equal(Value left, Value right, boolean wanted) {
        return reader -> {
            var first = left.of(reader);
            if (first == null) {
                return Verdict.FAULT;
            }
            var second = right.of(reader);
            return second == null ? Verdict.FAULT : Verdict.of(first.equals(second) == wanted);
        };
    }

    private static Test ordered(Operator operator, Comparator<Object> order, Value left, Value right) {
        return reader -> {
            var first = left.of(reader);
            if (first == null) {
                return Verdict.FAULT;
            }
            var second = right.of(reader);
            return second == null ? Verdict.FAULT : Verdict.of(holds(operator, order.compare(first, second)));
        };
    }

    /** By IEEE 754, as Go does: NaN equals nothing and the two zeros are equal. */
    private static Test doubles(Operator operator, Value left, Value right) {
        return reader -> {
            var first = left.of(reader);
            if (first == null) {
                return Verdict.FAULT;
            }
            var second = right.of(reader);
            if (second == null) {
                return Verdict.FAULT;
            }
            double a = (Double) first;
            double b = (Double) second;
            if (Double.isNaN(a) || Double.isNaN(b)) {
                return Verdict.of(operator == Operator.NOT_EQUAL);
            }
            return Verdict.of(holds(operator, a < b ? -1 : a > b ? 1 : 0));
        };
    }

    private static Comparator<Object> order(ValueType type) {
        return switch (type) {
            case STRING -> TEXTS;
            case INT64 -> LONGS;
            case TIMESTAMP -> INSTANTS;
            case DURATION -> DURATIONS;
            case DOUBLE, BOOL, IP_ADDRESS, EMAIL_ADDRESS, URI, DNS_NAME, STRING_MAP ->
                throw new IllegalStateException(type + " has no order");
        };
    }

    private static boolean holds(Operator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case OR, AND, PLUS, FIRST -> throw new IllegalStateException(operator + " compares nothing");
        };
    }

    /** By code point, which is the order of the UTF-8 bytes that Go compares; UTF-16 differs above U+FFFF. */
    private static int compareCharacters(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char first = a.charAt(i);
            char second = b.charAt(i);
            if (first != second) {
                boolean firstAbove = Character.isSurrogate(first);
                return firstAbove == Character.isSurrogate(second) ? first - second : firstAbove ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }
}

package dev.mixer.adapters.opa.value;

import java.util.Comparator;

/**
 * A value of Rego: what policies read, compute and give to builtins. Immutable and safe for all threads.
 *
 * <p>Values are in one total order, across types too: null, false, true, numbers, strings, arrays, objects, sets. Two
 * values are equal where that order puts neither first; so 1 and 1.0 are equal, as in Rego. Source: the sections "Comparisons"
 * and "Types" of OPA's policy reference, and {@code Compare} of OPA's package ast.
 */
public sealed interface RegoValue extends Comparable<RegoValue>
        permits RegoNull, RegoBoolean, RegoNumber, RegoString, RegoArray, RegoObject, RegoSet {

    /** The order of {@link #compareTo} as a comparator. */
    Comparator<RegoValue> ORDER = ValueOrder::compare;

    /** The type. */
    RegoType type();

    /** Compares in Rego's total order. */
    @Override
    default int compareTo(RegoValue other) {
        return ValueOrder.compare(this, other);
    }

    /** A text. */
    static RegoString of(String text) {
        return new RegoString(text);
    }

    /** A whole number. */
    static RegoNumber of(long number) {
        return RegoNumber.of(number);
    }

    /** True or false. */
    static RegoBoolean of(boolean value) {
        return RegoBoolean.of(value);
    }
}

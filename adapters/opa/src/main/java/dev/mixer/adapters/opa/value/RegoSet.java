package dev.mixer.adapters.opa.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values without order or repetition; they are listed in the order of values. */
public final class RegoSet implements RegoValue, Iterable<RegoValue> {
    /** The set without elements. */
    public static final RegoSet EMPTY = new RegoSet(List.of());

    /** Sorted, each once. */
    private final List<RegoValue> elements;

    private RegoSet(List<RegoValue> elements) {
        this.elements = elements;
    }

    /** A set of these elements; of equal ones the first stays. */
    public static RegoSet of(Collection<? extends RegoValue> elements) {
        if (elements.isEmpty()) {
            return EMPTY;
        }
        var sorted = new ArrayList<RegoValue>(elements);
        sorted.sort(ORDER);
        var distinct = new ArrayList<RegoValue>(sorted.size());
        for (var element : sorted) {
            if (distinct.isEmpty() || !distinct.getLast().equals(element)) {
                distinct.add(element);
            }
        }
        return new RegoSet(List.copyOf(distinct));
    }

    /** A set of these elements; of equal ones the first stays. */
    public static RegoSet of(RegoValue... elements) {
        return of(Arrays.asList(elements));
    }

    /** The elements in the order of values; cannot be changed. */
    public List<RegoValue> elements() {
        return elements;
    }

    /** How many elements there are. */
    public int size() {
        return elements.size();
    }

    /** Whether an element equals {@code value}. */
    public boolean contains(RegoValue value) {
        return Collections.binarySearch(elements, value) >= 0;
    }

    @Override
    public Iterator<RegoValue> iterator() {
        return elements.iterator();
    }

    @Override
    public RegoType type() {
        return RegoType.SET;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RegoSet set && elements.equals(set.elements);
    }

    @Override
    public int hashCode() {
        return ~elements.hashCode();
    }

    @Override
    public String toString() {
        return ValueText.write(this);
    }
}

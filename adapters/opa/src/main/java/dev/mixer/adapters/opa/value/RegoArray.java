package dev.mixer.adapters.opa.value;

import java.util.Iterator;
import java.util.List;

/** A sequence of values. */
public record RegoArray(List<RegoValue> elements) implements RegoValue, Iterable<RegoValue> {
    /** The array without elements. */
    public static final RegoArray EMPTY = new RegoArray(List.of());

    public RegoArray {
        elements = List.copyOf(elements);
    }

    /** An array of these elements. */
    public static RegoArray of(RegoValue... elements) {
        return new RegoArray(List.of(elements));
    }

    /** How many elements there are. */
    public int size() {
        return elements.size();
    }

    /**
     * One element.
     *
     * @throws IndexOutOfBoundsException if there is none at {@code index}
     */
    public RegoValue get(int index) {
        return elements.get(index);
    }

    @Override
    public Iterator<RegoValue> iterator() {
        return elements.iterator();
    }

    @Override
    public RegoType type() {
        return RegoType.ARRAY;
    }

    @Override
    public String toString() {
        return ValueText.write(this);
    }
}

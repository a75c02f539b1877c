package dev.mixer.adapters.opa.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Keys with their values. A key may be any value, not only a text; the keys are listed in the order of values. */
public final class RegoObject implements RegoValue {
    /** The object without keys. */
    public static final RegoObject EMPTY = new RegoObject(List.of(), List.of());

    /** Sorted, each once. */
    private final List<RegoValue> keys;

    /** The value of each key, at the same index. */
    private final List<RegoValue> values;

    private RegoObject(List<RegoValue> keys, List<RegoValue> values) {
        this.keys = keys;
        this.values = values;
    }

    /** An object of one key. */
    public static RegoObject of(String key, RegoValue value) {
        return new RegoObject(List.of(new RegoString(key)), List.of(value));
    }

    /** Collects keys and values. */
    public static Builder builder() {
        return new Builder();
    }

    /** The keys in the order of values; cannot be changed. */
    public List<RegoValue> keys() {
        return keys;
    }

    /** The values in the order of their keys; cannot be changed. */
    public List<RegoValue> values() {
        return values;
    }

    /** How many keys there are. */
    public int size() {
        return keys.size();
    }

    /** The value of {@code key}, or null if the object has no such key. */
    public @Nullable RegoValue get(RegoValue key) {
        int index = Collections.binarySearch(keys, key);
        return index < 0 ? null : values.get(index);
    }

    /** The value of the text {@code key}, or null if the object has no such key. */
    public @Nullable RegoValue get(String key) {
        return get(new RegoString(key));
    }

    /** Visits each key with its value in the order of keys. */
    public void forEach(BiConsumer<? super RegoValue, ? super RegoValue> visitor) {
        for (int i = 0; i < keys.size(); i++) {
            visitor.accept(keys.get(i), values.get(i));
        }
    }

    @Override
    public RegoType type() {
        return RegoType.OBJECT;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RegoObject object && keys.equals(object.keys) && values.equals(object.values);
    }

    @Override
    public int hashCode() {
        return 31 * keys.hashCode() + values.hashCode();
    }

    @Override
    public String toString() {
        return ValueText.write(this);
    }

    /** Collects keys and values for one object; not safe for several threads. */
    public static final class Builder {
        private static final Comparator<Map.Entry<RegoValue, RegoValue>> BY_KEY = Map.Entry.comparingByKey();

        private final List<Map.Entry<RegoValue, RegoValue>> entries = new ArrayList<>();

        private Builder() {}

        /** Sets {@code key}; of several values for one key the last counts. */
        public Builder put(RegoValue key, RegoValue value) {
            entries.add(Map.entry(key, value));
            return this;
        }

        /** Sets {@code key}; of several values for one key the last counts. */
        public Builder put(String key, RegoValue value) {
            return put(new RegoString(key), value);
        }

        /** Sets {@code key} to a text. */
        public Builder put(String key, String value) {
            return put(key, new RegoString(value));
        }

        /** Sets every key of {@code other}. */
        public Builder putAll(RegoObject other) {
            other.forEach(this::put);
            return this;
        }

        /** The object of what was put so far. */
        public RegoObject build() {
            if (entries.isEmpty()) {
                return EMPTY;
            }
            var sorted = new ArrayList<>(entries);
            sorted.sort(BY_KEY); // stable, so the last of equal keys is the last put
            var keys = new ArrayList<RegoValue>(sorted.size());
            var values = new ArrayList<RegoValue>(sorted.size());
            for (var entry : sorted) {
                if (!keys.isEmpty() && keys.getLast().equals(entry.getKey())) {
                    values.set(values.size() - 1, entry.getValue());
                } else {
                    keys.add(entry.getKey());
                    values.add(entry.getValue());
                }
            }
            return new RegoObject(List.copyOf(keys), List.copyOf(values));
        }
    }
}

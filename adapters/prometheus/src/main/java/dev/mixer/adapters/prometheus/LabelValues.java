package dev.mixer.adapters.prometheus;

import java.util.Arrays;

/** The label values of a series as a key; the hash is computed once, because every report asks for it. */
final class LabelValues {
    private final String[] values;
    private final int hash;

    /** @param values kept, so not to be changed */
    LabelValues(String[] values) {
        this.values = values;
        this.hash = Arrays.hashCode(values);
    }

    String value(int index) {
        return values[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelValues key && key.hash == hash && Arrays.equals(key.values, values);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}

package dev.mixer.adapters.opa.wasm;

import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data of an engine: what it began with, and every change since, which instances catch up on one by one. Safe for all threads. */
final class DataLog {
    private final byte[] initial;

    /** Replaced as a whole by each change. */
    private volatile List<Change> changes = List.of();

    /** A value for a place, or null for its removal. */
    record Change(List<String> path, @Nullable RegoValue value) {}

    DataLog(byte[] initial) {
        this.initial = initial;
    }

    byte[] initial() {
        return initial;
    }

    List<Change> changes() {
        return changes;
    }

    void put(List<String> path, RegoValue value) {
        add(new Change(List.copyOf(path), value));
    }

    void remove(List<String> path) {
        add(new Change(List.copyOf(path), null));
    }

    private synchronized void add(Change change) {
        if (change.path().isEmpty()) {
            throw new IllegalArgumentException("the path to a place in the data has at least one key");
        }
        var longer = new ArrayList<>(changes);
        longer.add(change);
        changes = List.copyOf(longer);
    }
}

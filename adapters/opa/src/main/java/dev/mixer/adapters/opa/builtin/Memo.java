package dev.mixer.adapters.opa.builtin;

import java.util.concurrent.ConcurrentHashMap;

/**
 * What was made of texts that policies use again and again: compiled patterns, parsed keys. Holds a bounded number of them and
 * drops all when it is full, which costs little because a policy's own texts come back at once. Safe for all threads.
 */
final class Memo<V> {
    /** Longer texts are made anew each time, so that callers cannot fill the memory with them. */
    private static final int LONGEST = 32_768;

    private final int capacity;
    private final ConcurrentHashMap<String, V> made = new ConcurrentHashMap<>();

    Memo(int capacity) {
        this.capacity = capacity;
    }

    V get(String text, Maker<V> maker) throws BuiltinException {
        var known = made.get(text);
        if (known != null) {
            return known;
        }
        var value = maker.make(text);
        if (text.length() <= LONGEST) {
            if (made.size() >= capacity) {
                made.clear();
            }
            made.put(text, value);
        }
        return value;
    }

    /** Makes a value of a text. */
    @FunctionalInterface
    interface Maker<V> {
        V make(String text) throws BuiltinException;
    }
}

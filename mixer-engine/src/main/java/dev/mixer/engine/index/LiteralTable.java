package dev.mixer.engine.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many literals a text contains: every three characters of the text are looked up among the first three of
 * the literals. Used for the part of a regular expression that a match cannot do without.
 */
final class LiteralTable<T> {
    /** Shorter literals occur in nearly every text and would find nothing. */
    static final int SHORTEST = 3;

    private record Entry<T>(String literal, T payload) {}

    private final Map<Long, List<Entry<T>>> byStart = new HashMap<>();

    LiteralTable(Map<String, T> literals) {
        literals.forEach((literal, payload) -> byStart.computeIfAbsent(start(literal, 0), _ -> new ArrayList<>())
                .add(new Entry<>(literal, payload)));
    }

    /** Hands the payload of each literal that {@code text} contains to {@code found}, once or more. */
    void find(String text, Consumer<T> found) {
        for (int i = 0; i + SHORTEST <= text.length(); i++) {
            @Nullable List<Entry<T>> entries = byStart.get(start(text, i));
            if (entries != null) {
                for (var entry : entries) {
                    if (text.startsWith(entry.literal(), i)) {
                        found.accept(entry.payload());
                    }
                }
            }
        }
    }

    private static long start(String text, int i) {
        return (long) text.charAt(i) << 32 | (long) text.charAt(i + 1) << 16 | text.charAt(i + 2);
    }
}

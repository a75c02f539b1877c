package dev.mixer.engine.ratelimit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds by the beginning of a value; of several, the one that stands first in the file. Costs a look-up for each length. */
final class Beginnings {
    private record Place(int order, RateLimitNode node) {}

    private final Map<String, Place> byText = new HashMap<>();
    private final List<Integer> lengths = new ArrayList<>();

    void add(String text, RateLimitNode node) {
        byText.put(text, new Place(byText.size(), node));
        var sorted = new TreeSet<>(lengths);
        sorted.add(text.length());
        lengths.clear();
        lengths.addAll(sorted);
    }

    @Nullable
    RateLimitNode find(String value) {
        Place best = null;
        for (int length : lengths) {
            if (length > value.length()) {
                break;
            }
            var found = byText.get(value.substring(0, length));
            if (found != null && (best == null || found.order() < best.order())) {
                best = found;
            }
        }
        return best == null ? null : best.node();
    }
}

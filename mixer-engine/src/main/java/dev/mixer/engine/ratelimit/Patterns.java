package dev.mixer.engine.ratelimit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds by values with stars; of several that match, the one that stands first in the file. Beginnings, the usual form, cost
 * a look-up for each length, other patterns a comparison each.
 */
final class Patterns {
    private record Place(int order, RateLimitNode node) {}

    private record Other(Pattern pattern, Place place) {}

    private final Map<String, Place> byBeginning = new HashMap<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final List<Other> others = new ArrayList<>();
    private int size;

    void add(String text, RateLimitNode node) {
        var place = new Place(size++, node);
        if (text.indexOf('*') < text.length() - 1) {
            others.add(new Other(Pattern.of(text), place));
            return;
        }
        var beginning = text.substring(0, text.length() - 1);
        byBeginning.put(beginning, place);
        var sorted = new TreeSet<>(lengths);
        sorted.add(beginning.length());
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
            var found = byBeginning.get(value.substring(0, length));
            if (found != null && (best == null || found.order() < best.order())) {
                best = found;
            }
        }
        for (var other : others) {
            if (best != null && best.order() < other.place().order()) {
                break;
            }
            if (other.pattern().matches(value)) {
                best = other.place();
                break;
            }
        }
        return best == null ? null : best.node();
    }
}

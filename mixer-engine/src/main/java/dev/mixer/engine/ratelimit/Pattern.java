package dev.mixer.engine.ratelimit;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with stars, each for any number of letters.
 *
 * @param first what a value begins with
 * @param middle what follows, in this order
 * @param last what it ends with
 */
record Pattern(String first, List<String> middle, String last) {
    Pattern {
        middle = List.copyOf(middle);
    }

    /** Reads a text with at least one star. */
    static Pattern of(String text) {
        int from = text.indexOf('*');
        var first = text.substring(0, from);
        var middle = new ArrayList<String>();
        for (int next = text.indexOf('*', from + 1); next >= 0; next = text.indexOf('*', from + 1)) {
            if (next > from + 1) {
                middle.add(text.substring(from + 1, next));
            }
            from = next;
        }
        return new Pattern(first, middle, text.substring(from + 1));
    }

    /** Takes each part where it comes first: no value makes this try again, whoever chose it. */
    boolean matches(String value) {
        int end = value.length() - last.length();
        if (end < first.length() || !value.startsWith(first) || !value.endsWith(last)) {
            return false;
        }
        int from = first.length();
        for (var part : middle) {
            int found = value.indexOf(part, from);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            from = found + part.length();
        }
        return true;
    }
}

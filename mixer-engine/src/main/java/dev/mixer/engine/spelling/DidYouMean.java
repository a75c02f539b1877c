package dev.mixer.engine.spelling;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a mistyped one was meant to be. */
public final class DidYouMean {
    private static final int MOST_NAMES_LISTED = 12;

    /** A dozen of three times as many names is a help, a dozen of hundreds is noise. */
    private static final int MOST_NAMES_HINTED = 36;

    private DidYouMean() {}

    /**
     * The nearest of {@code known}: without case and separators equal, or at most a third of its letters away (inserted,
     * left out, replaced, or two neighbours swapped).
     */
    public static Optional<String> nearest(String name, Collection<String> known) {
        String wanted = fold(name);
        return known.stream()
                .filter(candidate -> distance(wanted, fold(candidate)) <= threshold(wanted, fold(candidate)))
                .min(Comparator.<String>comparingInt(candidate -> distance(wanted, fold(candidate)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The end of a message: {@code ; did you mean 'x'?}, else what is known where that is little, else nothing. */
    public static String hint(String name, Collection<String> known) {
        Optional<String> nearest = nearest(name, known);
        if (nearest.isPresent()) {
            return question(nearest.get());
        }
        return known.isEmpty() || known.size() > MOST_NAMES_HINTED ? "" : "; known: " + list(known);
    }

    /** The end of a message that proposes one name: {@code ; did you mean 'x'?}. */
    public static String question(String proposed) {
        return "; did you mean '" + proposed + "'?";
    }

    /** The names in order, shortened where there are many. */
    public static String list(Collection<String> names) {
        List<String> sorted = names.stream().sorted().distinct().toList();
        if (sorted.size() <= MOST_NAMES_LISTED) {
            return String.join(", ", sorted);
        }
        return String.join(", ", sorted.subList(0, MOST_NAMES_LISTED)) + " and " + (sorted.size() - MOST_NAMES_LISTED)
                + " more";
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    private static int threshold(String left, String right) {
        int longest = Math.max(left.length(), right.length());
        return longest <= 2 ? 0 : Math.clamp(longest / 3, 1, 4);
    }

    /** Damerau-Levenshtein distance in its form with restricted transpositions. */
    static int distance(String left, String right) {
        if (Math.abs(left.length() - right.length()) > 4) {
            return Integer.MAX_VALUE;
        }
        int[] beforeLast = new int[right.length() + 1];
        int[] last = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int cost = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = current;
            current = spare;
        }
        return last[right.length()];
    }
}

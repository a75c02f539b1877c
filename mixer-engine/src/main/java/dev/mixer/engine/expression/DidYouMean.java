package dev.mixer.engine.expression;

import java.util.Locale;
import java.util.Optional;

/** Guesses what a misspelt name was meant to be. */
public final class DidYouMean {
    private DidYouMean() {}

    /** The known name that is nearest to {@code name}; empty where none is near. Of equally near ones the first. */
    public static Optional<String> nearest(String name, Iterable<String> known) {
        String best = null;
        int bestDistance = Math.max(1, name.length() / 3) + 1;
        for (var candidate : known) {
            if (Math.abs(candidate.length() - name.length()) < bestDistance) {
                int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
                if (distance < bestDistance) {
                    bestDistance = distance;
                    best = candidate;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** The end of a message: {@code ; did you mean request.size?}, or nothing. */
    public static String hint(String name, Iterable<String> known) {
        return nearest(name, known)
                .map(found -> "; did you mean " + found + "?")
                .orElse("");
    }

    /** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours count one each. */
    private static int distance(String a, String b) {
        var beforeLast = new int[b.length() + 1];
        var last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}

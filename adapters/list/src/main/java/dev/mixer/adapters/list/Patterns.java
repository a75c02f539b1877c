package dev.mixer.adapters.list;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Regular expressions; RE2 keeps each linear in the length of the value. Those that begin with an anchored literal are tried
 * only on values that begin with it, which is what keeps long lists of paths fast; the others are tried one after the other.
 * One alternation of all of them is no better in RE2/J: it is faster for some lists and ten times slower for others.
 */
final class Patterns implements Membership {
    private final Map<String, List<Pattern>> byPrefix;
    private final int[] prefixLengths;
    private final int size;

    private Patterns(Map<String, List<Pattern>> byPrefix, int size) {
        this.byPrefix = byPrefix;
        this.prefixLengths = byPrefix.keySet().stream()
                .mapToInt(String::length)
                .distinct()
                .sorted()
                .toArray();
        this.size = size;
    }

    static Patterns of(List<Entry> entries) throws BadEntryException {
        var byPrefix = new HashMap<String, List<Pattern>>();
        for (var entry : entries) {
            try {
                byPrefix.computeIfAbsent(LiteralPrefix.of(entry.text()), _ -> new ArrayList<>())
                        .add(Pattern.compile(entry.text()));
            } catch (PatternSyntaxException e) {
                throw new BadEntryException(
                        entry, "'" + entry.text() + "' is not an RE2 regular expression: " + e.getDescription());
            }
        }
        return new Patterns(byPrefix, entries.size());
    }

    @Override
    public Finding find(String value) {
        for (int length : prefixLengths) {
            if (length > value.length()) {
                break;
            }
            for (var pattern : byPrefix.getOrDefault(value.substring(0, length), List.of())) {
                if (pattern.matcher(value).find()) {
                    return Finding.LISTED;
                }
            }
        }
        return Finding.NOT_LISTED;
    }

    @Override
    public int size() {
        return size;
    }
}

package dev.mixer.adapters.list;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Regular expressions, tried one after the other; RE2 keeps each linear in the length of the value. */
final class Patterns implements Membership {
    private final List<Pattern> patterns;

    private Patterns(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    static Patterns of(List<Entry> entries) throws BadEntryException {
        var patterns = new ArrayList<Pattern>(entries.size());
        for (var entry : entries) {
            try {
                patterns.add(Pattern.compile(entry.text()));
            } catch (PatternSyntaxException e) {
                throw new BadEntryException(
                        entry, "'" + entry.text() + "' is not an RE2 regular expression: " + e.getDescription());
            }
        }
        return new Patterns(List.copyOf(patterns));
    }

    @Override
    public Finding find(String value) {
        for (var pattern : patterns) {
            if (pattern.matcher(value).find()) {
                return Finding.LISTED;
            }
        }
        return Finding.NOT_LISTED;
    }

    @Override
    public int size() {
        return patterns.size();
    }
}

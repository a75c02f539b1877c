package dev.mixer.adapters.list;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Texts in a hash set. */
final class Texts implements Membership {
    private final Set<String> texts;
    private final boolean folding;

    private Texts(Set<String> texts, boolean folding) {
        this.texts = texts;
        this.folding = folding;
    }

    static Texts exact(List<Entry> entries) {
        var texts = HashSet.<String>newHashSet(entries.size());
        entries.forEach(entry -> texts.add(entry.text()));
        return new Texts(texts, false);
    }

    static Texts folded(List<Entry> entries) {
        var texts = HashSet.<String>newHashSet(entries.size());
        entries.forEach(entry -> texts.add(fold(entry.text())));
        return new Texts(texts, true);
    }

    @Override
    public Finding find(String value) {
        return texts.contains(folding ? fold(value) : value) ? Finding.LISTED : Finding.NOT_LISTED;
    }

    @Override
    public int size() {
        return texts.size();
    }

    /** Only A to Z: the case rules of other letters differ between programs, which would open ways around a list. */
    static String fold(String text) {
        int first = 0;
        while (first < text.length() && !isUpper(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        var chars = text.toCharArray();
        for (int i = first; i < chars.length; i++) {
            if (isUpper(chars[i])) {
                chars[i] = (char) (chars[i] + 'a' - 'A');
            }
        }
        return new String(chars);
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}

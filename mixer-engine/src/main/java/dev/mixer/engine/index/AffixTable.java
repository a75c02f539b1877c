package dev.mixer.engine.index;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds all of many prefixes (or suffixes) that a text has, at a cost that grows with the text and not with their number.
 *
 * <p>One pass over the text keeps a rolling hash; at each length that some affix has, the hash is looked up and the affix
 * compared. Affixes mostly share a handful of lengths, so that a look-up costs a few comparisons.
 */
final class AffixTable<T> {
    private final boolean fromEnd;
    private final int[] lengths;
    private final @Nullable String[] affixes;
    private final @Nullable Object[] payloads;
    private final int[] hashes;
    private final int mask;

    /** @param fromEnd whether the affixes are suffixes */
    AffixTable(boolean fromEnd, Map<String, T> entries) {
        this.fromEnd = fromEnd;
        this.lengths = entries.keySet().stream()
                .mapToInt(String::length)
                .distinct()
                .sorted()
                .toArray();
        int capacity = Integer.highestOneBit(Math.max(4, entries.size() * 2) - 1) << 1;
        this.mask = capacity - 1;
        this.affixes = new @Nullable String[capacity];
        this.payloads = new @Nullable Object[capacity];
        this.hashes = new int[capacity];
        entries.forEach(this::put);
    }

    private void put(String affix, T payload) {
        int hash = 0;
        for (int i = 0; i < affix.length(); i++) {
            hash = step(hash, charAt(affix, i));
        }
        int place = spread(hash) & mask;
        while (affixes[place] != null) {
            place = place + 1 & mask;
        }
        affixes[place] = affix;
        payloads[place] = payload;
        hashes[place] = hash;
    }

    /** Hands the payload of each affix that {@code text} has to {@code found}. */
    @SuppressWarnings("unchecked") // put files only T
    void find(String text, Consumer<T> found) {
        int hash = 0;
        int done = 0;
        for (int length : lengths) {
            if (length > text.length()) {
                return;
            }
            for (; done < length; done++) {
                hash = step(hash, charAt(text, done));
            }
            for (int place = spread(hash) & mask; ; place = place + 1 & mask) {
                var affix = affixes[place];
                if (affix == null) {
                    break;
                }
                if (hashes[place] == hash && affix.length() == length && has(text, affix)) {
                    found.accept((T) payloads[place]);
                    break;
                }
            }
        }
    }

    private boolean has(String text, String affix) {
        return fromEnd ? text.endsWith(affix) : text.startsWith(affix);
    }

    private char charAt(String text, int i) {
        return text.charAt(fromEnd ? text.length() - 1 - i : i);
    }

    private static int step(int hash, char c) {
        return hash * 31 + c;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 15;
    }

    @Override
    public String toString() {
        return (fromEnd ? "suffixes of " : "prefixes of ") + Arrays.toString(lengths);
    }
}

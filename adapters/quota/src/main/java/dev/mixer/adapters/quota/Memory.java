package dev.mixer.adapters.quota;

import dev.mixer.spi.QuotaResult;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first answers to requests, by their ids. Two generations: an answer is known for one to two times the duration.
 * Not safe for use by many threads.
 */
final class Memory {
    private Map<Hash, QuotaResult> young = new HashMap<>();
    private Map<Hash, QuotaResult> old = new HashMap<>();
    private long born = Long.MIN_VALUE;

    @Nullable
    QuotaResult find(Hash id, long now, long duration) {
        advance(now, duration);
        var known = young.get(id);
        return known == null ? old.get(id) : known;
    }

    /** Keeps an answer if there is room. A request without room takes again when repeated, which keeps the limit. */
    void keep(Hash id, QuotaResult answer, long most) {
        if (young.size() + old.size() < most) {
            young.put(id, answer);
        }
    }

    void advance(long now, long duration) {
        if (born == Long.MIN_VALUE || now - born >= 2 * duration) {
            young = new HashMap<>();
            old = new HashMap<>();
            born = now;
        } else if (now - born >= duration) {
            old = young;
            young = new HashMap<>();
            born = now;
        }
    }
}

package dev.mixer.engine.ratelimit;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Counters that are known to be used up until their window ends. Each has one place by its hash, and a newer one takes the
 * place of an older: nothing has to be swept, and clients that choose values can make this forget, but neither grow nor
 * slow. Times are those of {@link System#nanoTime}. Safe for use by many threads.
 */
public final class ExhaustedKeys {
    private record Entry(String counter, RateLimit limit, long until) {
        boolean isOf(String wanted, RateLimit wantedLimit) {
            return limit.equals(wantedLimit) && counter.equals(wanted);
        }
    }

    private final AtomicReferenceArray<@Nullable Entry> places;

    /**
     * Has room for about as many counters.
     *
     * @param keys at least 0; 0: remembers nothing
     */
    public ExhaustedKeys(int keys) {
        places = new AtomicReferenceArray<>(keys < 2 ? keys : Integer.highestOneBit(keys - 1) << 1);
    }

    /** Remembers a counter until a time. An edited limit is another entry: more may be left of it. */
    public void add(String counter, RateLimit limit, long until) {
        if (places.length() > 0) {
            places.set(place(counter), new Entry(counter, limit, until));
        }
    }

    /** In how many nanoseconds there will be more; 0: a counter that is not known to be used up. */
    public long resetIn(String counter, RateLimit limit, long now) {
        if (places.length() == 0) {
            return 0;
        }
        var entry = places.get(place(counter));
        return entry != null && entry.isOf(counter, limit) ? Math.max(0, entry.until() - now) : 0;
    }

    /** Forgets a counter, as when something is given back to it. */
    public void forget(String counter) {
        if (places.length() == 0) {
            return;
        }
        int place = place(counter);
        var entry = places.get(place);
        if (entry != null && entry.counter().equals(counter)) {
            places.compareAndSet(place, entry, null);
        }
    }

    private int place(String counter) {
        int hash = counter.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & (places.length() - 1);
    }
}

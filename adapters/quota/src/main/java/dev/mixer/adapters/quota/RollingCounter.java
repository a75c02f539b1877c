package dev.mixer.adapters.quota;

import java.util.Arrays;

/**
 * Counts what was taken in each bucket of time that the window still touches. A bucket with a count costs 8 bytes, one
 * without costs none.
 */
final class RollingCounter extends Counter {
    /** An entry is the low bits of a bucket's number and, below them, its count, which {@link Limit#MOST} bounds. */
    private static final int COUNT_BITS = 53;

    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final long NUMBER_MASK = (1L << (Long.SIZE - COUNT_BITS)) - 1;

    private final Window.Rolling window;
    private long[] entries = new long[1];
    private int used;

    /** The number of the last entry's bucket; entries are ordered by bucket, and none has a count of 0. */
    private long newest;

    private long taken;

    RollingCounter(Hash hash, Window.Rolling window) {
        super(hash);
        this.window = window;
    }

    private long bucketAt(long now) {
        long current = Math.floorDiv(now, window.bucketNanos());
        return used == 0 ? current : Math.max(current, newest);
    }

    /** The whole number, as no entry is as many buckets older than the newest as the low bits can tell. */
    private long bucketOf(int entry) {
        return newest - ((newest - (entries[entry] >>> COUNT_BITS)) & NUMBER_MASK);
    }

    private void advance(long now) {
        long oldest = bucketAt(now) - window.span();
        int gone = 0;
        while (gone < used && bucketOf(gone) <= oldest) {
            taken -= entries[gone] & COUNT_MASK;
            gone++;
        }
        if (gone > 0) {
            used -= gone;
            System.arraycopy(entries, gone, entries, 0, used);
        }
    }

    @Override
    long free(long now, long limit) {
        advance(now);
        return Math.max(0, limit - taken);
    }

    @Override
    void take(long amount, long now, long limit) {
        advance(now);
        long bucket = bucketAt(now);
        if (used == 0 || newest != bucket) {
            if (used == entries.length) {
                entries = Arrays.copyOf(entries, (int) Math.min(window.span(), used + used / 2 + 1));
            }
            entries[used++] = bucket << COUNT_BITS;
            newest = bucket;
        }
        entries[used - 1] += amount;
        taken += amount;
    }

    @Override
    void giveBack(long amount, long now, long limit) {
        advance(now);
        long rest = Math.min(amount, taken);
        taken -= rest;
        while (rest > 0) {
            long back = Math.min(rest, entries[used - 1] & COUNT_MASK);
            entries[used - 1] -= back;
            rest -= back;
            if ((entries[used - 1] & COUNT_MASK) == 0) {
                used--;
                newest = used == 0 ? newest : bucketOf(used - 1);
            }
        }
    }

    @Override
    long resetIn(long now, long limit) {
        advance(now);
        return used == 0 ? 0 : (bucketOf(0) + window.span()) * window.bucketNanos() - now;
    }

    @Override
    boolean isIdle(long now) {
        return used == 0 || Math.floorDiv(now, window.bucketNanos()) - newest >= window.span();
    }
}

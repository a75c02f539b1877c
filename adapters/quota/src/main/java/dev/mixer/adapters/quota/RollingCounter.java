package dev.mixer.adapters.quota;

import java.util.Arrays;

/** Counts what was taken in each bucket of time that the window still touches; buckets without a count cost nothing. */
final class RollingCounter extends Counter {
    private final Window.Rolling window;

    /** Pairs of a bucket's number and its count, the oldest first; no count is 0. */
    private long[] pairs = new long[2];

    private int used;
    private long taken;

    RollingCounter(Hash hash, Window.Rolling window) {
        super(hash);
        this.window = window;
    }

    private long bucket(long now) {
        long current = Math.floorDiv(now, window.bucketNanos());
        return used == 0 ? current : Math.max(current, pairs[used - 2]);
    }

    private void advance(long now) {
        long oldest = bucket(now) - window.span();
        int gone = 0;
        while (gone < used && pairs[gone] <= oldest) {
            taken -= pairs[gone + 1];
            gone += 2;
        }
        if (gone > 0) {
            used -= gone;
            System.arraycopy(pairs, gone, pairs, 0, used);
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
        long bucket = bucket(now);
        if (used == 0 || pairs[used - 2] != bucket) {
            if (used == pairs.length) {
                pairs = Arrays.copyOf(pairs, (int) Math.min(2 * window.span(), 2L * used));
            }
            pairs[used] = bucket;
            pairs[used + 1] = 0;
            used += 2;
        }
        pairs[used - 1] += amount;
        taken += amount;
    }

    @Override
    void giveBack(long amount, long now, long limit) {
        advance(now);
        long rest = Math.min(amount, taken);
        taken -= rest;
        while (rest > 0) {
            long back = Math.min(rest, pairs[used - 1]);
            pairs[used - 1] -= back;
            rest -= back;
            if (pairs[used - 1] == 0) {
                used -= 2;
            }
        }
    }

    @Override
    long resetIn(long now, long limit) {
        advance(now);
        return used == 0 ? 0 : (pairs[0] + window.span()) * window.bucketNanos() - now;
    }

    @Override
    boolean isIdle(long now) {
        return used == 0 || Math.floorDiv(now, window.bucketNanos()) - pairs[used - 2] >= window.span();
    }
}

package dev.mixer.adapters.quota;

import org.jspecify.annotations.Nullable;

/**
 * What was taken under one name and still counts. Times are nanoseconds since 1970; one that lies before an earlier one
 * counts as that one. Not safe for use by many threads: the {@link Stripe} sees to that.
 */
abstract sealed class Counter permits FixedCounter, RollingCounter, EvenCounter, TotalCounter {
    final long high;
    final long low;

    /** The next counter in the same bucket of the stripe's table. */
    @Nullable
    Counter next;

    Counter(Hash hash) {
        high = hash.high();
        low = hash.low();
    }

    static Counter of(Hash hash, Window window) {
        return switch (window) {
            case Window.Never _ -> new TotalCounter(hash);
            case Window.Fixed fixed -> new FixedCounter(hash, fixed);
            case Window.Rolling rolling -> new RollingCounter(hash, rolling);
            case Window.Even even -> new EvenCounter(hash, even);
        };
    }

    /** How much may be taken now. */
    abstract long free(long now, long limit);

    /** Takes an amount from 1 to what is free. */
    abstract void take(long amount, long now, long limit);

    /** Gives an amount of at least 1 back, the newest first; what is beyond that which counts is ignored. */
    abstract void giveBack(long amount, long now, long limit);

    /** Notes that more was wanted than there was; only windows that begin for all at once remember it. */
    void goBeyond(long now) {}

    /** Whether more was wanted than there was, since the window began and since something was given back. */
    boolean isBeyond(long now) {
        return false;
    }

    /** In how many nanoseconds there will be more; 0: there is all, or there never will be. */
    abstract long resetIn(long now, long limit);

    /** Whether a new counter would answer as this one does. */
    abstract boolean isIdle(long now);
}

package dev.mixer.adapters.quota;

import static java.util.Objects.requireNonNull;

/**
 * How much may be taken from a counter.
 *
 * @param amount at least 0
 * @param window how it comes back
 */
public record Limit(long amount, Window window) {
    /** The largest amount that every counter, those of Redis too, holds exactly: 2^53 - 1. A larger limit counts as this. */
    public static final long MOST = (1L << 53) - 1;

    public Limit {
        amount = Math.min(amount, MOST);
        requireNonNull(window, "window");
        if (amount < 0) {
            throw new IllegalArgumentException("limit " + amount + " is negative");
        }
    }
}

package dev.mixer.adapters.quota;

import static java.util.Objects.requireNonNull;

/**
 * How much may be taken from a counter.
 *
 * @param amount at least 0
 * @param window how it comes back
 */
public record Limit(long amount, Window window) {
    public Limit {
        requireNonNull(window, "window");
        if (amount < 0) {
            throw new IllegalArgumentException("limit " + amount + " is negative");
        }
    }
}

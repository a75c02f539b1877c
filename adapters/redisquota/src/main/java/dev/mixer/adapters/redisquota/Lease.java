package dev.mixer.adapters.redisquota;

import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What this host took beforehand from one counter. */
final class Lease {
    private long left;
    private Instant until = Instant.MIN;
    private Instant reset = Instant.MIN;
    private boolean asking;

    /** Answers from what is left; null where that is too little or too old. */
    synchronized @Nullable QuotaResult take(long amount, Instant now) {
        if (amount > left || !now.isBefore(until)) {
            return null;
        }
        left -= amount;
        var age = Duration.between(now, until);
        var wait = reset.isAfter(now) ? Duration.between(now, reset) : Duration.ZERO;
        return new QuotaResult(Status.OK, amount, left, age, wait);
    }

    /** Whether the caller may ask for a lease: one at a time, so that a host never holds two. */
    synchronized boolean beginAsking() {
        if (asking) {
            return false;
        }
        asking = true;
        return true;
    }

    /** Ends asking; what an older lease had left is given up. */
    synchronized void endAsking(long leased, Instant expires, Instant more) {
        asking = false;
        left = leased;
        until = expires;
        reset = more;
    }

    synchronized boolean isOver(Instant now) {
        return !asking && !now.isBefore(until);
    }
}

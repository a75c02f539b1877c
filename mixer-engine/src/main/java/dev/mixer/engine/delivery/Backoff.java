package dev.mixer.engine.delivery;

import java.time.Duration;

/** Pauses between attempts: each twice the one before up to a longest, of which chance takes away up to a half. */
final class Backoff {
    private final Terms terms;
    private int failures;

    Backoff(Terms terms) {
        this.terms = terms;
    }

    /**
     * The pause after one more failure.
     *
     * @param chance from 0 to below 1
     * @param atLeast what the backend asked for
     */
    Duration next(double chance, Duration atLeast) {
        var first = terms.now().firstPause();
        long nanos = terms.now().longestPause().toNanos();
        if (failures < Long.SIZE - Long.numberOfLeadingZeros(nanos / Math.max(1, first.toNanos()))) {
            nanos = Math.min(nanos, first.toNanos() << failures);
        }
        failures++;
        var pause = Duration.ofNanos(nanos - (long) (nanos / 2.0 * chance));
        return pause.compareTo(atLeast) < 0 ? atLeast : pause;
    }

    void reset() {
        failures = 0;
    }
}

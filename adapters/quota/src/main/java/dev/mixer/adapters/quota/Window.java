package dev.mixer.adapters.quota;

import java.time.Duration;

/** How what was taken from a counter comes back. */
public sealed interface Window {
    /** Never. */
    record Never() implements Window {}

    /** All at once, at multiples of the length since 1970. */
    record Fixed(long nanos) implements Window {}

    /**
     * Each amount when its bucket is as old as the window; buckets start at multiples of their length since 1970.
     *
     * @param nanos how long an amount counts at least
     * @param bucketNanos how much longer it may count
     */
    record Rolling(long nanos, long bucketNanos) implements Window {
        /** For how many buckets an amount counts: its own and as many as the window touches. */
        long span() {
            return (nanos + bucketNanos - 1) / bucketNanos + 1;
        }
    }

    /** Evenly: the limit within the length. */
    record Even(long nanos) implements Window {}

    /** The window that a configuration asks for; a length of zero never gives anything back. */
    static Window of(Algorithm algorithm, Duration valid, Duration bucket) {
        if (valid.isZero()) {
            return new Never();
        }
        long nanos = valid.toNanos();
        return switch (algorithm) {
            case FIXED_WINDOW -> new Fixed(nanos);
            case ROLLING_WINDOW -> new Rolling(nanos, bucket.isZero() ? Math.max(1, nanos / 10) : bucket.toNanos());
            case GCRA -> new Even(nanos);
        };
    }

    /** The window of a rate limit: it starts at multiples of its length since 1970. */
    static Window fixed(Duration length) {
        return new Fixed(
                length.compareTo(QuotaProblems.LONGEST) > 0 ? QuotaProblems.LONGEST.toNanos() : length.toNanos());
    }

    /** For how long a caller may use what it was granted, at most. */
    default long validNanos() {
        return switch (this) {
            case Never() -> 0;
            case Fixed(long nanos) -> nanos;
            case Rolling rolling -> rolling.nanos();
            case Even(long nanos) -> nanos;
        };
    }
}

package dev.mixer.adapters.sending;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Times as numbers since 1970. */
public final class Times {
    /** The last second whose nanoseconds since 1970 are all within 63 bits, in April 2262. */
    private static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000_000 - 1;

    private Times() {}

    /**
     * Nanoseconds since 1970.
     *
     * @param field what the time is of, for the message
     * @throws IllegalArgumentException if the time lies before 1970 or after the year 2261
     */
    public static long nanos(String field, Instant time) {
        if (time.getEpochSecond() < 0 || time.getEpochSecond() > LAST_SECOND) {
            throw new IllegalArgumentException(field + " " + time + " is not in 1970 to 2261");
        }
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}

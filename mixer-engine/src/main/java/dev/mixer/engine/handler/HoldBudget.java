package dev.mixer.engine.handler;

import java.util.concurrent.TimeUnit;

/**
 * How long a handler that promised not to block may hold network threads all the same. A call of at most
 * {@link #SHORT_NANOS} is no hold. Longer ones use up {@value #MOST_MILLIS} ms, of which {@value #BACK_MILLIS_PER_MINUTE}
 * come back each minute; holds of several threads at a time count once, as one pause of the machine makes them. Times are
 * those of {@link System#nanoTime}. Safe for use by many threads. See decision 8 for why one hold is not enough.
 */
final class HoldBudget {
    /** What a call may take without being a hold. */
    static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long MOST_MILLIS = 200;
    private static final long BACK_MILLIS_PER_MINUTE = 100;
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
    private static final long NANOS_TO_GET_ONE_BACK = 60_000 / BACK_MILLIS_PER_MINUTE;

    private boolean any;
    private long used;
    private long lastEnd;

    /** Takes a hold into account; whether the budget is used up. */
    synchronized boolean use(long start, long end) {
        long from = start;
        if (any && lastEnd - start > 0) {
            from = lastEnd;
        } else if (any) {
            used = Math.max(0, used - (start - lastEnd) / NANOS_TO_GET_ONE_BACK);
        }
        if (end - from > 0) {
            used += end - from;
        }
        if (!any || end - lastEnd > 0) {
            lastEnd = end;
        }
        any = true;
        return used >= MOST_NANOS;
    }

    /** How much of it is used, as of the last hold. */
    synchronized long usedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(used);
    }
}

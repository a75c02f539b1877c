package dev.mixer.adapters.redisquota;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How decisions of one shard went lately; one shard that hangs must not refuse the calls to the others. */
final class Breaker {
    /** Fewer failures in a row than this may be chance. */
    private static final int FAILURES_THAT_MATTER = 5;

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile String detail = "";

    /** Whether the next call may only be sent to see whether the shard is back. */
    boolean isOpen() {
        return failures.get() >= FAILURES_THAT_MATTER;
    }

    /** Whether the caller may be the one that sees; it ends with {@link #endProbe}. */
    boolean beginProbe() {
        return !probing.getAndSet(true);
    }

    void endProbe() {
        probing.set(false);
    }

    void succeeded() {
        failures.set(0);
    }

    /** Answers how many failures there are in a row. */
    int failed(String why) {
        detail = why;
        return failures.incrementAndGet();
    }

    boolean fails() {
        return failures.get() > 0;
    }

    String detail() {
        return detail;
    }
}

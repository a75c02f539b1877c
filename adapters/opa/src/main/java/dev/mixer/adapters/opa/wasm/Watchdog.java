package dev.mixer.adapters.opa.wasm;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends decisions that run over their time, by interrupting their threads. One thread looks after all decisions of all engines
 * that share a watchdog; it sleeps while nothing runs. Safe for all threads.
 */
public final class Watchdog implements AutoCloseable {
    /** This often without a decision, and it goes to sleep. */
    private static final int QUIET_ROUNDS = 100;

    private final Set<Run> runs = ConcurrentHashMap.newKeySet();
    private final long period;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;

    /** A watchdog that looks every {@code period}: a decision may run over its time by so much. */
    public Watchdog(Duration period) {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("the period is more than nothing");
        }
        this.period = period.toNanos();
        thread = Thread.ofPlatform().daemon().name("opa-watchdog").start(this::watch);
    }

    /** Looks every 5 ms. */
    public Watchdog() {
        this(Duration.ofMillis(5));
    }

    void add(Run run) {
        runs.add(run);
    }

    void remove(Run run) {
        runs.remove(run);
    }

    /** Called after a run has begun. A run begun before this reads false is seen by the round that follows. */
    void wake() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    boolean isAsleep() {
        return asleep;
    }

    private void watch() {
        int quiet = 0;
        while (!closed) {
            LockSupport.parkNanos(period);
            if (look()) {
                quiet = 0;
            } else if (++quiet >= QUIET_ROUNDS) {
                asleep = true;
                if (!look()) { // a run that began before it could see us asleep
                    while (asleep && !closed) {
                        LockSupport.park(this);
                    }
                }
                asleep = false;
                quiet = 0;
            }
        }
    }

    /** Whether anything runs. */
    private boolean look() {
        boolean running = false;
        long now = System.nanoTime();
        for (var run : runs) {
            running |= run.endIfOver(now);
        }
        return running;
    }

    /** Looks after nothing any more; decisions that run go on without limit, so engines are closed before. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}

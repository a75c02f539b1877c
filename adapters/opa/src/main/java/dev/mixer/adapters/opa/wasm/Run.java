package dev.mixer.adapters.opa.wasm;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The decision that runs on one instance now, if any. The thread of the decision begins and ends it, the watchdog may fire in between; a thread never leaves
 * {@link #end} with an interrupt of the watchdog still to come, so no other work of the thread is hit by it.
 */
final class Run {
    private static final long IDLE = 0;
    private static final long FIRING = Long.MIN_VALUE;
    private static final long FIRED = Long.MIN_VALUE + 1;

    /** One of the three above, else when the time is over, on the scale of {@link System#nanoTime}. */
    private final AtomicLong state = new AtomicLong(IDLE);

    private @Nullable Thread thread; // published by state

    void begin(long deadline) {
        thread = Thread.currentThread();
        state.set(deadline == IDLE || deadline == FIRING || deadline == FIRED ? 1 : deadline);
    }

    /** Whether the watchdog has fired; the thread's interrupt status is clear of that then. */
    boolean end() {
        long deadline = state.get();
        if (deadline != FIRING && deadline != FIRED && state.compareAndSet(deadline, IDLE)) {
            return false;
        }
        while (state.get() != FIRED) {
            Thread.onSpinWait();
        }
        state.set(IDLE);
        Thread.interrupted();
        return true;
    }

    /** Interrupts a decision whose time is over; answers whether one runs. */
    boolean endIfOver(long now) {
        long deadline = state.get();
        if (deadline == IDLE || deadline == FIRING || deadline == FIRED) {
            return deadline != IDLE;
        }
        var running = thread;
        if (now - deadline >= 0 && state.compareAndSet(deadline, FIRING)) {
            if (running != null) {
                running.interrupt();
            }
            state.set(FIRED);
        }
        return true;
    }
}

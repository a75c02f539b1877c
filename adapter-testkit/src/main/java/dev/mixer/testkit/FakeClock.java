package dev.mixer.testkit;

import dev.mixer.spi.Host;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until a test advances it; what was scheduled runs then, in the order of time. */
public final class FakeClock implements InstantSource {
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparingLong(Timer::number));
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private long number;

    /** Makes a clock that shows 2026-01-02T03:04:05Z. */
    public FakeClock() {}

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /**
     * Moves time on. Whatever becomes due runs on the caller's thread, and sees the time that it was due at.
     *
     * @param duration not negative
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        var target = instant().plus(duration);
        for (var timer = nextUntil(target); timer != null; timer = nextUntil(target)) {
            timer.work().run();
        }
        moveTo(target);
    }

    synchronized Host.Cancellable at(Instant due, Runnable work) {
        var timer = new Timer(due, number++, work);
        timers.add(timer);
        return () -> cancel(timer);
    }

    private synchronized void cancel(Timer timer) {
        timers.remove(timer);
    }

    private synchronized @Nullable Timer nextUntil(Instant target) {
        var next = timers.peek();
        if (next == null || next.due().isAfter(target)) {
            return null;
        }
        timers.remove();
        if (next.due().isAfter(now)) {
            now = next.due();
        }
        return next;
    }

    private synchronized void moveTo(Instant target) {
        if (target.isAfter(now)) {
            now = target;
        }
    }

    private record Timer(Instant due, long number, Runnable work) {}
}

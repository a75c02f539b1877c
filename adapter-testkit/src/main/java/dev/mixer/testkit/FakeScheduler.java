package dev.mixer.testkit;

import dev.mixer.spi.Host;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs timed work when the clock is advanced, and work without a time at once or when the test asks for it. */
final class FakeScheduler implements Host.Scheduler {
    private final FakeClock clock;
    private final RecordingLogger logger;
    private final boolean deferring;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    FakeScheduler(FakeClock clock, RecordingLogger logger, boolean deferring) {
        this.clock = clock;
        this.logger = logger;
        this.deferring = deferring;
    }

    @Override
    public void execute(Runnable work) {
        if (deferring) {
            waiting.add(work);
        } else {
            run(work);
        }
    }

    @Override
    public Host.Cancellable after(Duration delay, Runnable work) {
        return clock.at(clock.instant().plus(delay), () -> run(work));
    }

    @Override
    public Host.Cancellable every(Duration period, Runnable work) {
        if (!period.isPositive()) {
            throw new IllegalArgumentException("period " + period + " is not positive");
        }
        var repeated = new Repeated(period, work);
        repeated.schedule();
        return repeated::cancel;
    }

    void runWaiting() {
        for (var work = waiting.poll(); work != null; work = waiting.poll()) {
            run(work);
        }
    }

    /** As the host does when a handler has ended: nothing starts any more. */
    void end() {
        ended.set(true);
    }

    private void run(Runnable work) {
        if (ended.get()) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            logger.log(System.Logger.Level.ERROR, "scheduled work failed", e);
        }
    }

    private final class Repeated {
        private final Duration period;
        private final Runnable work;
        private final AtomicBoolean cancelled = new AtomicBoolean();

        Repeated(Duration period, Runnable work) {
            this.period = period;
            this.work = work;
        }

        void schedule() {
            var _ = clock.at(clock.instant().plus(period), this::runOnce);
        }

        void cancel() {
            cancelled.set(true);
        }

        private void runOnce() {
            if (!cancelled.get() && !ended.get()) {
                run(work);
                schedule();
            }
        }
    }
}

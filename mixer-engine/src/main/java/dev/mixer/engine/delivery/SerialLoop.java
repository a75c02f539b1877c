package dev.mixer.engine.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs work on threads that others share, never two pieces at once. */
final class SerialLoop implements Loop {
    private final Executor workers;
    private final ScheduledExecutorService timer;
    private final InstantSource clock;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();

    SerialLoop(Executor workers, ScheduledExecutorService timer, InstantSource clock) {
        this.workers = workers;
        this.timer = timer;
        this.clock = clock;
    }

    @Override
    public void execute(Runnable work) {
        waiting.add(work);
        begin();
    }

    @Override
    public void after(Duration delay, Runnable work) {
        var _ = timer.schedule(() -> execute(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }

    private void begin() {
        if (!running.getAndSet(true)) {
            workers.execute(this::run);
        }
    }

    private void run() {
        try {
            for (var work = waiting.poll(); work != null; work = waiting.poll()) {
                work.run();
            }
        } finally {
            running.set(false);
            if (!waiting.isEmpty()) {
                begin();
            }
        }
    }
}

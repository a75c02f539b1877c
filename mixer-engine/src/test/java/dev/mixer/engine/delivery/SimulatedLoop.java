package dev.mixer.engine.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/** Time that passes only when the simulation says so; everything due runs on the caller's thread, in order. */
final class SimulatedLoop implements Loop {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Task(Instant due, long number, Runnable work) {}

    private final RandomGenerator random;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparingLong(Task::number));
    private Instant now = START;
    private Duration setAhead = Duration.ZERO;
    private long tasksSoFar;

    SimulatedLoop(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void execute(Runnable work) {
        after(Duration.ZERO, work);
    }

    @Override
    public void after(Duration delay, Runnable work) {
        tasks.add(new Task(now.plus(delay), tasksSoFar++, work));
    }

    @Override
    public InstantSource clock() {
        return () -> now.plus(setAhead);
    }

    /** Somebody sets the clock; timers do not care. */
    void setClock(Duration ahead) {
        setAhead = ahead;
    }

    @Override
    public double chance() {
        return random.nextDouble();
    }

    /** Lets time pass; what a task throws ends the simulated process. */
    void advance(Duration duration) {
        var end = now.plus(duration);
        for (var task = tasks.peek(); task != null && !task.due().isAfter(end); task = tasks.peek()) {
            tasks.remove();
            now = task.due();
            task.work().run();
        }
        now = end;
    }

    /** The process has ended: nothing that it planned happens. */
    void forget() {
        tasks.clear();
    }
}

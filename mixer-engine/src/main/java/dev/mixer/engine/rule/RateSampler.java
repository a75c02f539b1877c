package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.AttributeReader;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Takes the first records of each time, and of those after them one of so many. A reload begins a new time. */
final class RateSampler implements ReportSampling.Sampler {
    private record Window(long start, AtomicLong entries) {}

    private final long nanos;
    private final long unsampled;
    private final long rate;
    private final LongSupplier clock;
    private final AtomicReference<Window> window;

    /**
     * A sampler that has seen nothing.
     *
     * @param nanos the length of one time
     * @param unsampled how many records of each time are taken before sampling begins
     * @param rate of those after, each how-many-th is taken; 0: none
     * @param clock as {@link System#nanoTime}
     */
    RateSampler(long nanos, long unsampled, long rate, LongSupplier clock) {
        this.nanos = nanos;
        this.unsampled = unsampled;
        this.rate = rate;
        this.clock = clock;
        this.window = new AtomicReference<>(new Window(clock.getAsLong(), new AtomicLong()));
    }

    @Override
    public boolean takes(AttributeReader reader) {
        long entry = current().entries().incrementAndGet();
        return entry <= unsampled || (rate > 0 && (entry - unsampled) % rate == 0);
    }

    private Window current() {
        var now = window.get();
        long time = clock.getAsLong();
        if (time - now.start() < nanos) {
            return now;
        }
        var next = new Window(time, new AtomicLong());
        return window.compareAndSet(now, next) ? next : window.get();
    }
}

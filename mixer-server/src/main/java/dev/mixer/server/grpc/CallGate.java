package dev.mixer.server.grpc;

import dev.mixer.engine.meter.MeterRegistry;
import io.grpc.Context;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the calls in flight over all fronts: beyond the bound a call is refused before any work. Safe for use by many
 * threads.
 */
public final class CallGate {
    /** What a call is told that finds the gate closed. */
    public static final Status OVERLOADED = Status.UNAVAILABLE.withDescription("overloaded: too many calls in flight");

    private static final long DEFAULT_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int limit;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final MeterRegistry.Counter refused;

    /** @param limit how many calls may be in flight, at least 1 */
    public CallGate(int limit, MeterRegistry meters) {
        this.limit = limit;
        this.refused = meters.counter("mixer_calls_refused_total", "Calls refused because too many were in flight.");
        meters.gauge("mixer_calls_in_flight", "Calls in flight.", inFlight::get);
    }

    /** Lets a call in, which must {@link #leave} when it is answered; false: it must be refused. */
    public boolean enter() {
        if (inFlight.incrementAndGet() <= limit) {
            return true;
        }
        inFlight.decrementAndGet();
        refused.increment();
        return false;
    }

    /** Notes that a call is answered. */
    public void leave() {
        inFlight.decrementAndGet();
    }

    /** How many calls are in flight. */
    public int inFlight() {
        return inFlight.get();
    }

    /** When the current gRPC call must be answered, in the terms of {@link System#nanoTime}. */
    public static long deadline() {
        var deadline = Context.current().getDeadline();
        return System.nanoTime()
                + (deadline == null ? DEFAULT_PATIENCE_NANOS : deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }
}

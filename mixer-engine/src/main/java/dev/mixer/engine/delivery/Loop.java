package dev.mixer.engine.delivery;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Where an outbox runs: one piece of work at a time, in the order in which it was given. Time and chance come from here
 * too. Safe for use by many threads.
 */
public interface Loop {
    /** Runs {@code work} soon. */
    void execute(Runnable work);

    /** Runs {@code work} when {@code delay} has passed. */
    void after(Duration delay, Runnable work);

    /** The time. */
    InstantSource clock();

    /** A number from 0 to below 1. */
    double chance();
}

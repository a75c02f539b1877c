package dev.mixer.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the host gives to one handler. Safe for use by many threads. Everything that a handler scheduled or published ends
 * with the handler, whether it cancels it or not.
 */
public interface Host {
    /** The handler's name, {@code name.namespace}. */
    String handlerName();

    /** The time. Adapters read no other clock, so that tests can move it. */
    InstantSource clock();

    /** Runs work later or off the caller's thread. Adapters start no threads of their own. */
    Scheduler scheduler();

    /** The handler's log. Adapters print nothing. */
    System.Logger logger();

    /** Counters and gauges about the handler itself, shown with the host's own at {@code /metrics}. */
    Meters meters();

    /**
     * Publishes metric families that the handler keeps, shown at {@code /metrics} under exactly their names.
     *
     * @return ends the publication when closed
     */
    AutoCloseable publish(SeriesSource source);

    /** A folder of the handler's own, kept across restarts; made when first asked for. */
    Path folder();

    /** Runs work later. Work that throws is logged, counted and, where periodic, goes on. */
    interface Scheduler {
        /** Runs {@code work} once, as soon as a thread is free. Work may block. */
        void execute(Runnable work);

        /** Runs {@code work} once after {@code delay}; closing the returned handle keeps it from starting. */
        Cancellable after(Duration delay, Runnable work);

        /** Runs {@code work} again and again, {@code period} between an end and the next start. */
        Cancellable every(Duration period, Runnable work);
    }

    /** Work that was asked for. */
    @FunctionalInterface
    interface Cancellable extends AutoCloseable {
        /** Keeps the work from starting again; work that runs goes on. Calls after the first do nothing. */
        @Override
        void close();
    }

    /** Meters of a handler. Names are lower case with underscores; the host puts its own prefix before them. */
    interface Meters {
        /** A counter; the same name and labels give the same counter. */
        Counter counter(String name, String description, String... labelsAndValues);

        /** A gauge that reads {@code value} when it is scraped. */
        void gauge(String name, String description, java.util.function.DoubleSupplier value, String... labelsAndValues);
    }

    /** Counts up. */
    @FunctionalInterface
    interface Counter {
        /** Adds {@code amount}, at least 0. */
        void add(long amount);
    }
}

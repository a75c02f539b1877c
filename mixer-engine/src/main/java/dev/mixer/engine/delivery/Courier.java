package dev.mixer.engine.delivery;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Takes a batch to the backend without holding the caller's thread. */
interface Courier {
    /**
     * Sends a batch.
     *
     * @param end is told how it ended, once, on any thread
     */
    void send(List<Parcel> batch, Consumer<Outcome> end);

    /** The most records that one batch may have. */
    int maxRecords();

    /** The most bytes of content that one batch may have. */
    long maxBytes();

    /** How an attempt ended. */
    sealed interface Outcome {
        /** The backend answered. */
        record Answered(Receipt receipt) implements Outcome {}

        /**
         * The backend took nothing, or what it took is not known.
         *
         * @param retryAfter how long it wants to be left alone; zero where it did not say
         */
        record Failed(AdapterException.Kind kind, String reason, Duration retryAfter) implements Outcome {}
    }
}

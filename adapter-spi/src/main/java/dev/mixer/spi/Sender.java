package dev.mixer.spi;

import java.util.List;

/**
 * Takes accepted records to a handler's backend. The host keeps the records, forms batches, retries with growing pauses
 * and accounts for every one; a sender only sends.
 *
 * <p>The host calls {@link #send} by one thread at a time, with records in the order in which they were accepted. The
 * thread is not one that takes calls: it may block.
 */
@FunctionalInterface
public interface Sender {
    /** How many records a batch has at most where the sender does not say. */
    int DEFAULT_MAX_RECORDS = 1000;

    /** How many bytes of content a batch has at most where the sender does not say. */
    DataSize DEFAULT_MAX_BYTES = new DataSize(1 << 20);

    /**
     * Sends a batch and returns when the backend has answered for every record of it. A call that takes longer than the
     * handler's time limit for sending is interrupted.
     *
     * @param batch at least one record
     * @return which records the backend did not take
     * @throws AdapterException if it took none, or if that is not known: {@code TRANSIENT} has the whole batch sent again
     *     later; {@code PERMANENT} says that at least one record of it can never be taken, and has the host send parts of the
     *     batch until it has found which
     */
    Receipt send(List<Parcel> batch) throws AdapterException, InterruptedException;

    /** The most records that one batch may have, at least 1. */
    default int maxRecords() {
        return DEFAULT_MAX_RECORDS;
    }

    /** The most bytes of content that one batch may have; a single record may have more. */
    default DataSize maxBytes() {
        return DEFAULT_MAX_BYTES;
    }
}

package dev.mixer.engine.delivery;

import dev.mixer.engine.spool.Item;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where accepted records wait. Used by one thread at a time. */
interface Store {
    /**
     * Takes records on.
     *
     * @return the number of the first one; the others follow
     * @throws IOException if none was taken
     */
    long append(List<byte[]> contents, long millis) throws IOException;

    /** Has everything that was taken survive the end of the machine. */
    void sync() throws IOException;

    /** What follows the records that were read before. */
    List<Item> read(int maxRecords, long maxBytes) throws IOException;

    /** Everything up to {@code settled} is done with, everything up to {@code attempted} may have been sent. */
    void settle(long settled, long attempted, Map<String, Long> totals) throws IOException;

    /** Has what was written down with the last {@link #settle} survive the end of the machine. */
    void syncTotals() throws IOException;

    /** Everything up to this number is done with. */
    long settled();

    /** Everything up to this number may have been sent before. */
    long attempted();

    /** What was written down with the last {@link #settle}. */
    Map<String, Long> totals();

    /** How many records are not done with. */
    long waiting();

    /** The room that the records take, in bytes. */
    long bytes();

    /**
     * The oldest records that can be given up together, so that {@code bytes} more find room below {@code limit}; null if
     * nothing can be given up.
     */
    @Nullable
    Oldest oldest(long bytes, long limit);

    /**
     * Records to be given up by settling them.
     *
     * @param end the number of the last of them
     * @param records how many they are
     */
    record Oldest(long end, long records) {}

    /** Ends the use of the store; what waits stays where that is possible. */
    void close() throws IOException;
}

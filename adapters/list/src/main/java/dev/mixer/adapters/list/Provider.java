package dev.mixer.adapters.list;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where a list is fetched from. Used by one thread at a time. */
interface Provider extends AutoCloseable {
    /** The largest list that is read, in bytes. */
    int SIZE_LIMIT = 16 * 1024 * 1024;

    /** What a fetch brings. */
    sealed interface Fetched {}

    /** The list is still the one that the caller has seen. */
    record Unchanged() implements Fetched {}

    /**
     * A list.
     *
     * @param version tells this list from others, by {@code equals}; absent: it cannot be told
     */
    @SuppressWarnings("ArrayRecordComponent") // up to 16 MiB, handed over once and never compared
    record Content(byte[] bytes, @Nullable Object version) implements Fetched {}

    /**
     * Fetches the list unless it still has the version that was {@code seen}. Blocks, within a limit.
     *
     * @throws IOException if it cannot be had; the message says why
     */
    Fetched fetch(@Nullable Object seen) throws IOException, InterruptedException;

    /** Gives up a fetch that is under way. */
    @Override
    void close();
}

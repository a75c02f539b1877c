package dev.mixer.adapters.jwt;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where a key set is fetched from. Used by one thread at a time. */
interface Provider extends AutoCloseable {
    /** The largest key set that is read, in bytes. */
    int SIZE_LIMIT = 1024 * 1024;

    /** What a fetch brings. */
    sealed interface Fetched {}

    /** The key set is still the one that the caller has seen. */
    record Unchanged() implements Fetched {}

    /**
     * A key set.
     *
     * @param version tells this one from others, by {@code equals}; absent: it cannot be told
     */
    record Content(String text, @Nullable Object version) implements Fetched {}

    /**
     * Fetches the key set unless it still has the version that was {@code seen}. Blocks, within a limit.
     *
     * @throws IOException if it cannot be had; the message says why
     */
    Fetched fetch(@Nullable Object seen) throws IOException, InterruptedException;

    /** Gives up a fetch that is under way. */
    @Override
    void close();
}

package dev.mixer.adapters.jwt;

import dev.mixer.spi.BackendState;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where the keys of one issuer come from. Readers see one set at a time, whole. */
sealed interface KeySource extends AutoCloseable {
    /**
     * Keys and the time until which they count.
     *
     * @param until {@link Instant#MAX} for keys of the configuration
     */
    record Current(KeySet keys, Instant until) {}

    /** The keys, if there are any that still count. */
    @Nullable
    Current current(Instant now);

    /**
     * Looks for newer keys, since a token asks for one that is not there; completes when that has been tried. Null where
     * it would help nothing or has been done too recently, so that tokens cannot be used to flood the issuer.
     */
    @Nullable
    CompletableFuture<@Nullable Void> refreshSoon();

    /** How the source is. */
    BackendState state();

    @Override
    void close();

    /** Keys of the configuration. */
    record Fixed(Current current) implements KeySource {
        Fixed(KeySet keys) {
            this(new Current(keys, Instant.MAX));
        }

        @Override
        public Current current(Instant now) {
            return current;
        }

        @Override
        public @Nullable CompletableFuture<@Nullable Void> refreshSoon() {
            return null;
        }

        @Override
        public BackendState state() {
            return BackendState.READY;
        }

        @Override
        public void close() {}
    }

    /** Keys that are fetched again and again. */
    non-sealed interface Fetched extends KeySource {}
}

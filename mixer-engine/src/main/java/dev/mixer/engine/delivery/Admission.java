package dev.mixer.engine.delivery;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an outbox says to records that ask to be taken on. */
public sealed interface Admission {
    /** There is no room, and that is to be told to the caller. */
    record Refused(String reason) implements Admission {}

    /** What can be handed over or let be; one of the two methods is to be called, once. */
    sealed interface Granted extends Admission {
        /**
         * Hands the records over.
         *
         * @return completes when they are accepted, exceptionally with an {@link java.io.IOException} if they could not be
         */
        CompletableFuture<@Nullable Void> commit();

        /** Gives the room back; the records are not taken. */
        void release();
    }

    /** Records for which there is no room: they are accepted only to be counted as dropped. */
    record Dropped(Supplier<CompletableFuture<@Nullable Void>> drop) implements Granted {
        @Override
        public CompletableFuture<@Nullable Void> commit() {
            return drop.get();
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }

    /** Room that is held. */
    final class Place implements Granted {
        private final Outbox outbox;
        private final List<byte[]> contents;
        private final long bytes;

        Place(Outbox outbox, List<byte[]> contents, long bytes) {
            this.outbox = outbox;
            this.contents = contents;
            this.bytes = bytes;
        }

        List<byte[]> contents() {
            return contents;
        }

        long bytes() {
            return bytes;
        }

        @Override
        public CompletableFuture<@Nullable Void> commit() {
            return outbox.commit(this);
        }

        @Override
        public void release() {
            outbox.release(this);
        }
    }
}

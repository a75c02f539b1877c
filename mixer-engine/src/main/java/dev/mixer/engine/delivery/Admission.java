package dev.mixer.engine.delivery;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What an outbox says to records that ask to be taken on. */
public sealed interface Admission {
    /** There is no room, and that is to be told to the caller. */
    record Refused(String reason) implements Admission {}

    /** Room that is held until one of the two methods is called, once. */
    final class Place implements Admission {
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

        /**
         * Hands the records over.
         *
         * @return completes when they are accepted, exceptionally with an {@link java.io.IOException} if they could not be
         */
        public CompletableFuture<@Nullable Void> commit() {
            return outbox.commit(this);
        }

        /** Gives the room back; the records are not taken. */
        public void release() {
            outbox.release(this);
        }
    }
}

package dev.mixer.engine.delivery;

import dev.mixer.engine.config.spec.DeliverySpec.WhenFull;
import dev.mixer.engine.config.spec.Durability;
import dev.mixer.engine.spool.Disk;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The records of one handler, from the moment when they are accepted until the backend has them. Safe for use by many
 * threads: what they ask for is done on the {@link Loop}.
 */
public final class Outbox {
    private final String handler;
    private final Terms terms;
    private final Store store;
    private final Room room;
    private final Ledger ledger;
    private final Loop loop;
    private final Intake intake;
    private final Delivery delivery;

    Outbox(String handler, DeliverySettings settings, Store store, Disk letters, Loop loop, System.Logger log) {
        this.handler = handler;
        this.terms = new Terms(settings);
        this.store = store;
        this.loop = loop;
        this.room = new Room(terms);
        this.room.stored(store.bytes());
        this.ledger = new Ledger(Books.restored(store.totals(), store.waiting()));
        this.delivery = new Delivery(handler, terms, store, room, ledger, new DeadLetters(letters), loop, log);
        this.intake = new Intake(terms, store, room, ledger, loop, delivery::arrived);
    }

    /**
     * Asks for room.
     *
     * @param contents what is to be kept, one for each record; not copied
     */
    public Admission reserve(List<byte[]> contents) {
        long bytes = 0;
        for (var content : contents) {
            bytes += (long) MemoryStore.OVERHEAD + content.length;
        }
        if (room.take(bytes) || (terms.now().whenFull() == WhenFull.DROP_OLDEST && room.takeFromOthers(bytes))) {
            return new Admission.Place(this, contents, bytes);
        }
        if (terms.now().whenFull() == WhenFull.REFUSE) {
            return new Admission.Refused("its outbox is full: " + room.used() + " of " + room.limit() + " bytes");
        }
        return new Admission.Dropped(() -> intake.drop(contents.size(), DropReason.FULL));
    }

    /** Counts records that could not be encoded. */
    public void unencodable(long records) {
        var _ = intake.drop(records, DropReason.UNENCODABLE);
    }

    CompletableFuture<@Nullable Void> commit(Admission.Place place) {
        return intake.hand(place);
    }

    void release(Admission.Place place) {
        room.giveBack(place.bytes());
    }

    /** Sends by {@code courier} from now on, as {@code settings} say; a batch that is on its way is not called back. */
    void use(DeliverySettings settings, Courier courier) {
        loop.execute(() -> {
            terms.change(settings);
            delivery.use(courier);
        });
    }

    /** Whose records these are: {@code name.namespace}. */
    public String handler() {
        return handler;
    }

    /** What they survive. */
    public Durability durability() {
        return terms.now().durability();
    }

    /** What became of the records. */
    public Books books() {
        return ledger.books();
    }

    /** How many bytes the records take. */
    public long bytes() {
        return room.used();
    }

    /** Why the last attempt failed; empty if it did not. */
    public String trouble() {
        return delivery.trouble();
    }

    /**
     * Sends what waits, for so long at most, and ends.
     *
     * @return completes when nothing of this outbox runs any more and its files are closed
     */
    CompletableFuture<@Nullable Void> close(Duration flushLimit) {
        var ended = new CompletableFuture<@Nullable Void>();
        loop.execute(() -> {
            intake.run();
            delivery.flush(flushLimit, () -> {
                intake.close();
                try {
                    store.close();
                    ended.complete(null);
                } catch (IOException e) {
                    ended.completeExceptionally(e);
                }
            });
        });
        return ended;
    }
}

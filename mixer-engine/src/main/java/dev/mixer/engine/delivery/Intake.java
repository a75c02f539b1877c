package dev.mixer.engine.delivery;

import dev.mixer.engine.config.spec.DeliverySpec.Ack;
import dev.mixer.engine.config.spec.DeliverySpec.WhenFull;
import dev.mixer.engine.config.spec.Durability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings accepted records into the store. What comes while the loop is busy is written together, and synced together:
 * records wait for one write or one sync, not each for its own.
 */
final class Intake {
    private static final long GROUP_BYTES = 8 << 20;
    private static final CompletableFuture<@Nullable Void> DONE = CompletableFuture.completedFuture(null);

    private record Handover(Admission.Place place, CompletableFuture<@Nullable Void> accepted) {}

    private record Drop(long records, DropReason reason, CompletableFuture<@Nullable Void> told) {}

    private final Terms terms;
    private final Store store;
    private final Room room;
    private final Ledger ledger;
    private final Loop loop;
    private final LongConsumer arrived;
    private final ConcurrentLinkedQueue<Handover> handovers = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Drop> drops = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final List<CompletableFuture<@Nullable Void>> unsynced = new ArrayList<>();
    private boolean syncScheduled;
    private volatile boolean closed;

    Intake(Terms terms, Store store, Room room, Ledger ledger, Loop loop, LongConsumer arrived) {
        this.terms = terms;
        this.store = store;
        this.room = room;
        this.ledger = ledger;
        this.loop = loop;
        this.arrived = arrived;
    }

    /** Takes records on; any thread. */
    CompletableFuture<@Nullable Void> hand(Admission.Place place) {
        if (closed) {
            return CompletableFuture.failedFuture(new IOException("the outbox is closed"));
        }
        boolean memory = terms.now().durability() == Durability.MEMORY;
        var accepted = memory ? DONE : new CompletableFuture<@Nullable Void>();
        handovers.add(new Handover(place, accepted));
        if (!scheduled.getAndSet(true)) {
            loop.execute(this::run);
        }
        return accepted;
    }

    /**
     * Records that are accepted only to be dropped; any thread.
     *
     * @return completes when that is written down
     */
    CompletableFuture<@Nullable Void> drop(long records, DropReason reason) {
        var told = new CompletableFuture<@Nullable Void>();
        drops.add(new Drop(records, reason, told));
        if (!scheduled.getAndSet(true)) {
            loop.execute(this::run);
        }
        return terms.now().durability() == Durability.MEMORY ? DONE : told;
    }

    /** Takes on what was handed over; on the loop. */
    void run() {
        scheduled.set(false);
        var group = new ArrayList<Handover>();
        long bytes = 0;
        long all = 0;
        for (var next = handovers.poll(); next != null; next = handovers.poll()) {
            group.add(next);
            bytes += next.place().bytes();
            all += next.place().bytes();
            if (bytes >= GROUP_BYTES) {
                append(group, bytes);
                group.clear();
                bytes = 0;
            }
        }
        if (!group.isEmpty()) {
            append(group, bytes);
        }
        writeDownDrops();
        arrived.accept(all);
    }

    private void writeDownDrops() {
        var group = new ArrayList<Drop>();
        var books = ledger.books();
        for (var next = drops.poll(); next != null; next = drops.poll()) {
            group.add(next);
            books = books.withAccepted(next.records()).withDropped(next.reason(), next.records());
        }
        if (group.isEmpty()) {
            return;
        }
        try {
            store.settle(store.settled(), store.attempted(), books.totals());
            if (terms.now().ack() == Ack.FSYNC) {
                store.syncTotals();
            }
            ledger.turnTo(books);
            group.forEach(drop -> drop.told().complete(null));
        } catch (IOException e) {
            group.forEach(drop -> drop.told().completeExceptionally(e));
        }
    }

    private void append(List<Handover> group, long bytes) {
        var contents = new ArrayList<byte[]>();
        group.forEach(handover -> contents.addAll(handover.place().contents()));
        try {
            makeRoom(bytes);
            store.append(contents, loop.clock().millis());
            ledger.turnTo(ledger.books().withAccepted(contents.size()));
            accepted(group);
        } catch (IOException e) {
            group.forEach(handover -> handover.accepted().completeExceptionally(e));
        } finally {
            room.stored(store.bytes());
            room.giveBack(bytes);
        }
    }

    private void makeRoom(long bytes) throws IOException {
        if (terms.now().whenFull() != WhenFull.DROP_OLDEST) {
            return;
        }
        for (var oldest = store.oldest(bytes, room.limit());
                oldest != null;
                oldest = store.oldest(bytes, room.limit())) {
            var books = ledger.books().withDropped(DropReason.FULL, oldest.records());
            store.settle(oldest.end(), store.attempted(), books.totals());
            ledger.turnTo(books);
        }
    }

    private void accepted(List<Handover> group) {
        if (terms.now().durability() == Durability.SPOOL && terms.now().ack() == Ack.FSYNC) {
            group.forEach(handover -> unsynced.add(handover.accepted()));
            if (!syncScheduled) {
                syncScheduled = true;
                loop.after(terms.now().syncEvery(), this::sync);
            }
        } else {
            group.forEach(handover -> handover.accepted().complete(null));
        }
    }

    private void sync() {
        syncScheduled = false;
        var waiting = List.copyOf(unsynced);
        unsynced.clear();
        try {
            store.sync();
            waiting.forEach(accepted -> accepted.complete(null));
        } catch (IOException e) {
            waiting.forEach(accepted -> accepted.completeExceptionally(e));
        }
    }

    /** Takes on what is left and has it survive; on the loop. */
    void close() {
        closed = true;
        run();
        sync();
    }
}

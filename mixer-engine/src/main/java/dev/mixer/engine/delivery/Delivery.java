package dev.mixer.engine.delivery;

import dev.mixer.engine.delivery.Courier.Outcome;
import dev.mixer.engine.delivery.Shipment.Numbered;
import dev.mixer.engine.spool.Entry;
import dev.mixer.engine.spool.Item;
import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.Parcel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings records from the store to the backend: one batch at a time, so that they arrive in the order in which they were
 * accepted. All of it runs on the loop.
 */
final class Delivery {
    private static final Duration NONE = Duration.ZERO;

    private final String handler;
    private final Terms terms;
    private final Store store;
    private final Room room;
    private final Ledger ledger;
    private final DeadLetters letters;
    private final Loop loop;
    private final System.Logger log;
    private final Backoff backoff;
    private @Nullable Courier courier;
    private @Nullable Shipment shipment;
    private long shipmentEnd;
    private final List<Item.Lost> lost = new ArrayList<>();
    private @Nullable Instant oldestUnread;
    private long unreadBytes;
    private boolean timerSet;
    private int attempts;
    private boolean underWay;
    private int pause;
    private @Nullable Runnable afterPause;
    private boolean paused;
    private @Nullable Runnable flushed;
    private boolean ended;
    private volatile String trouble = "";

    Delivery(
            String handler,
            Terms terms,
            Store store,
            Room room,
            Ledger ledger,
            DeadLetters letters,
            Loop loop,
            System.Logger log) {
        this.handler = handler;
        this.terms = terms;
        this.store = store;
        this.room = room;
        this.ledger = ledger;
        this.letters = letters;
        this.loop = loop;
        this.log = log;
        this.backoff = new Backoff(terms);
    }

    String trouble() {
        return trouble;
    }

    void use(Courier next) {
        courier = next;
        var current = shipment;
        if (underWay && current != null) {
            // The one before may still answer; one that hangs must not hold the records for ever.
            int attempt = attempts;
            var gone = new Outcome.Failed(Kind.TRANSIENT, "the handler was replaced before it had answered", NONE);
            loop.after(terms.now().sendLimit(), () -> answered(current, attempt, gone));
        } else {
            // What the last one could not do this one may.
            resume();
        }
    }

    /**
     * Sends what waits without waiting for more, and runs {@code then} when all is sent or {@code limit} has passed, at once
     * where nobody sends.
     */
    void flush(Duration limit, Runnable then) {
        flushed = then;
        if (courier == null) {
            end();
        } else {
            loop.after(limit, this::end);
            pump();
        }
    }

    /** So many bytes were taken on. */
    void arrived(long bytes) {
        unreadBytes += bytes;
        pump();
    }

    private void end() {
        var then = flushed;
        if (!ended && then != null) {
            ended = true;
            letters.close();
            then.run();
        }
    }

    /** Sends what is to be sent now. */
    void pump() {
        if (ended || shipment != null || paused) {
            return;
        }
        if (ledger.books().waiting() == 0) {
            oldestUnread = null;
            if (flushed != null) {
                end();
            }
            return;
        }
        var by = courier;
        if (by == null) {
            return;
        }
        var now = loop.clock().instant();
        // A clock that was set back must not hold records until it has caught up.
        var since = oldestUnread == null || now.isBefore(oldestUnread) ? now : oldestUnread;
        oldestUnread = since;
        var due = since.plus(terms.now().batchAge());
        boolean full = ledger.books().waiting() >= by.maxRecords() || unreadBytes >= by.maxBytes();
        if (flushed == null && !full && now.isBefore(due)) {
            wake(Duration.between(now, due));
            return;
        }
        load(by);
    }

    private void wake(Duration delay) {
        if (!timerSet) {
            timerSet = true;
            loop.after(delay, () -> {
                timerSet = false;
                pump();
            });
        }
    }

    private void load(Courier by) {
        List<Item> items;
        try {
            items = store.read(by.maxRecords(), by.maxBytes());
        } catch (IOException e) {
            pause("cannot read its spool: " + e.getMessage(), NONE, this::pump);
            return;
        }
        if (items.isEmpty()) {
            return;
        }
        long bytes = 0;
        var records = new ArrayList<Numbered>();
        lost.clear();
        for (var item : items) {
            switch (item) {
                case Item.Present(var entry) -> {
                    bytes += entry.content().length;
                    records.add(new Numbered(entry.sequence(), parcel(entry)));
                }
                case Item.Lost gone -> lost.add(gone);
            }
        }
        boolean more = ledger.books().waiting() > items.size();
        oldestUnread = more ? oldestUnread : null;
        unreadBytes = more ? Math.max(0, unreadBytes - bytes) : 0;
        long repeated = records.stream()
                .filter(record -> record.number() <= store.attempted())
                .count();
        ledger.turnTo(ledger.books().withRedelivered(repeated));
        var next = new Shipment(records);
        shipment = next;
        shipmentEnd = items.getLast().last();
        attempt(next);
    }

    /** Writes down that the batch may be at the backend from now on, and sends it. */
    private void attempt(Shipment next) {
        try {
            store.settle(
                    store.settled(),
                    Math.max(store.attempted(), shipmentEnd),
                    ledger.books().totals());
        } catch (IOException e) {
            pause("cannot write its position: " + e.getMessage(), NONE, () -> attempt(next));
            return;
        }
        send(next);
    }

    private void send(Shipment current) {
        current.giveUp(store.settled());
        if (terms.now().maxAge().isPositive()) {
            current.expire(loop.clock().instant().minus(terms.now().maxAge()));
        }
        var by = courier;
        if (current.isComplete()) {
            finish(current);
        } else if (by != null && !ended) {
            var parcels = current.part().stream().map(Numbered::parcel).toList();
            int number = ++attempts;
            underWay = true;
            by.send(parcels, outcome -> loop.execute(() -> answered(current, number, outcome)));
        }
    }

    private void answered(Shipment current, int attempt, Outcome outcome) {
        if (ended || attempt != attempts) {
            // The position says that these may have arrived; the next attempt sends them again.
            return;
        }
        attempts++;
        underWay = false;
        switch (outcome) {
            case Outcome.Answered(var receipt)
            when current.answered(receipt) ->
                retry(current, receipt.unsent().getFirst().reason(), NONE);
            case Outcome.Failed(var kind, var reason, var retryAfter)
            when kind == Kind.TRANSIENT -> retry(current, reason, retryAfter);
            case Outcome.Failed failed -> {
                current.refusedForGood(failed.reason());
                send(current);
            }
            case Outcome.Answered _ -> {
                backoff.reset();
                send(current);
            }
        }
    }

    private void retry(Shipment current, String reason, Duration retryAfter) {
        pause(reason, retryAfter, () -> {
            if (!current.isComplete()) {
                ledger.turnTo(ledger.books().withRedelivered(current.part().size()));
            }
            send(current);
        });
    }

    /** Every record of the batch has come to its end: that is written down, and what comes next is sent. */
    private void finish(Shipment current) {
        try {
            if (!current.lettersWritten()) {
                letters.add(current.refused(), loop.clock().instant());
                current.markLettersWritten();
            }
            long settled = store.settled();
            var books = ledger.books()
                    .withDelivered(count(current.delivered(), settled))
                    .withSetAside(current.refused().stream()
                            .filter(refused -> refused.record().number() > settled)
                            .count());
            books = dropped(books, DropReason.AGE, count(current.expired(), settled));
            books = dropped(books, DropReason.DAMAGED, lostAfter(settled));
            store.settle(Math.max(settled, shipmentEnd), store.attempted(), books.totals());
            ledger.turnTo(books);
        } catch (IOException e) {
            pause("cannot write down what was sent: " + e.getMessage(), NONE, () -> finish(current));
            return;
        }
        room.stored(store.bytes());
        tell(current);
        shipment = null;
        trouble = "";
        pump();
    }

    private void tell(Shipment current) {
        if (!current.refused().isEmpty()) {
            log.log(
                    System.Logger.Level.WARNING,
                    "handler {0}: {1} records are set aside in its dead letters; the first because: {2}",
                    handler,
                    current.refused().size(),
                    current.refused().getFirst().reason());
        }
        if (!lost.isEmpty()) {
            log.log(
                    System.Logger.Level.ERROR,
                    "handler {0}: records {1} to {2} can no longer be read from its spool",
                    handler,
                    lost.getFirst().from(),
                    lost.getLast().to());
        }
    }

    private static Books dropped(Books books, DropReason reason, long records) {
        return records == 0 ? books : books.withDropped(reason, records);
    }

    private static long count(List<Numbered> records, long settled) {
        return records.stream().filter(record -> record.number() > settled).count();
    }

    private long lostAfter(long settled) {
        return lost.stream()
                .mapToLong(gone -> Math.max(0, gone.to() - Math.max(gone.from() - 1, settled)))
                .sum();
    }

    /** Waits before {@code then}; a change of courier ends the wait. */
    private void pause(String reason, Duration atLeast, Runnable then) {
        if (trouble.isEmpty()) {
            log.log(System.Logger.Level.WARNING, "handler {0}: {1}; trying again", handler, reason);
        }
        trouble = reason;
        paused = true;
        afterPause = then;
        int number = ++pause;
        loop.after(backoff.next(loop.chance(), atLeast), () -> {
            if (number == pause) {
                resume();
            }
        });
    }

    private void resume() {
        pause++;
        paused = false;
        var then = afterPause;
        afterPause = null;
        if (ended) {
            return;
        }
        if (then != null) {
            then.run();
        } else {
            pump();
        }
    }

    private static Parcel parcel(Entry entry) {
        var id = HexFormat.of().toHexDigits(entry.run()) + HexFormat.of().toHexDigits(entry.sequence());
        return new Parcel(id, Instant.ofEpochMilli(entry.millis()), entry.content());
    }
}

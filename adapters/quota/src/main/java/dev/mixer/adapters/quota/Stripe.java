package dev.mixer.adapters.quota;

import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The counters whose hashes begin alike, with the answers that came from them. Its monitor is held for nanoseconds, and
 * never during input or output.
 */
final class Stripe {
    private static final int SMALLEST = 16;
    private static final int SWEPT_AT_ONCE = 1024;

    /** A full stripe looks for idle counters this often at most, so that being full does not make calls slow. */
    private static final long SWEEP_PAUSE_NANOS = 1_000_000_000;

    private static final Status BEYOND = Status.of(Status.Code.RESOURCE_EXHAUSTED, "more was wanted than there was");

    private final LongAdder keys;
    private final Memory memory = new Memory();
    private @Nullable Counter[] table = new @Nullable Counter[SMALLEST];
    private int size;
    private long swept = Long.MIN_VALUE;

    Stripe(LongAdder keys) {
        this.keys = keys;
    }

    /** The answer, or null where there is no room for a counter of that name. */
    synchronized @Nullable QuotaResult take(
            Hash name,
            @Nullable Hash id,
            Limit limit,
            Take take,
            long now,
            long mostKeys,
            long mostIds,
            long dedupNanos) {
        if (id != null) {
            var known = memory.find(id, now, dedupNanos);
            if (known != null) {
                return known;
            }
        }
        var found = find(name);
        var counter = found == null ? Counter.of(name, limit.window()) : found;
        var result = take(counter, limit, take, now);
        if (found == null && result.granted() > 0) {
            if (!hasRoom(now, mostKeys)) {
                return null;
            }
            add(counter);
        }
        if (id != null) {
            memory.keep(id, result, mostIds);
        }
        return result;
    }

    private static QuotaResult take(Counter counter, Limit limit, Take take, long now) {
        long most = limit.amount();
        long free = counter.free(now, most);
        long granted = take.granted(free);
        boolean looksAtBeyond = take.amount() == 0 && free == 0 && counter.isBeyond(now);
        if (granted > 0) {
            counter.take(granted, now, most);
        } else if (take.amount() < 0) {
            counter.giveBack(-take.amount(), now, most);
            free = counter.free(now, most);
        }
        if (take.bestEffort() && take.amount() > free) {
            counter.goBeyond(now);
        }
        long reset = counter.resetIn(now, most);
        boolean fixed = limit.window() instanceof Window.Fixed;
        boolean refused = granted == 0 && take.amount() > 0;
        var resetIn = Duration.ofNanos(reset);
        // What a fixed window granted is worth nothing in the next; a refusal holds until there is more.
        var validFor =
                fixed || refused ? resetIn : Duration.ofNanos(limit.window().validNanos());
        return new QuotaResult(looksAtBeyond ? BEYOND : Status.OK, granted, free - granted, validFor, resetIn);
    }

    private @Nullable Counter find(Hash name) {
        for (var counter = table[slot(name.low())]; counter != null; counter = counter.next) {
            if (counter.low == name.low() && counter.high == name.high()) {
                return counter;
            }
        }
        return null;
    }

    private int slot(long low) {
        return (int) low & (table.length - 1);
    }

    private boolean hasRoom(long now, long mostKeys) {
        if (keys.sum() < mostKeys) {
            return true;
        }
        if (swept == Long.MIN_VALUE || now - swept >= SWEEP_PAUSE_NANOS) {
            swept = now;
            sweep(now, 0, table.length);
        }
        return keys.sum() < mostKeys;
    }

    private void add(Counter counter) {
        if (size >= table.length) {
            resize(2 * table.length);
        }
        int slot = slot(counter.low);
        counter.next = table[slot];
        table[slot] = counter;
        size++;
        keys.increment();
    }

    /** Drops idle counters and old answers, a part at a time so that calls get between. */
    void sweep(long now, long dedupNanos) {
        int from = 0;
        while (from >= 0) {
            from = sweepPart(now, from);
        }
        synchronized (this) {
            memory.advance(now, dedupNanos);
            if (table.length > SMALLEST && size < table.length / 4) {
                resize(Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, size)) * 2));
            }
        }
    }

    private synchronized int sweepPart(long now, int from) {
        int to = Math.min(table.length, from + SWEPT_AT_ONCE);
        sweep(now, from, to);
        return to < table.length ? to : -1;
    }

    private void sweep(long now, int from, int to) {
        for (int slot = from; slot < to; slot++) {
            Counter kept = null;
            for (var counter = table[slot]; counter != null; ) {
                var next = counter.next;
                if (counter.isIdle(now)) {
                    size--;
                    keys.decrement();
                } else {
                    counter.next = kept;
                    kept = counter;
                }
                counter = next;
            }
            table[slot] = kept;
        }
    }

    private void resize(int length) {
        var before = table;
        table = new @Nullable Counter[length];
        for (var first : before) {
            for (var counter = first; counter != null; ) {
                var next = counter.next;
                int slot = slot(counter.low);
                counter.next = table[slot];
                table[slot] = counter;
                counter = next;
            }
        }
    }
}

package dev.mixer.engine.delivery;

import dev.mixer.engine.spool.Disk;
import dev.mixer.engine.spool.Entry;
import dev.mixer.engine.spool.Item;
import dev.mixer.engine.spool.Spool;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records in memory. */
final class MemoryStore implements Store {
    /** What a record takes beside its content: the entry, its array's header, its place in the queue. */
    static final int OVERHEAD = 64;

    private static final int CHUNK_RECORDS = 1000;
    private static final long CHUNK_BYTES = 4 << 20;
    private static final long SEGMENT_BYTES = 16 << 20;

    private final long run;
    private final @Nullable Disk disk;
    private final LongSupplier random;
    private final ArrayDeque<Entry> read = new ArrayDeque<>();
    private final ArrayDeque<Entry> unread = new ArrayDeque<>();
    private long last;
    private long settled;
    private long attempted;
    private long bytes;

    /** A store that leaves nothing on disk. */
    MemoryStore(long run) {
        this(run, null, () -> 0);
    }

    private MemoryStore(long run, @Nullable Disk disk, LongSupplier random) {
        this.run = run;
        this.disk = disk;
        this.random = random;
    }

    /** A store that takes up what an orderly end left on {@code disk}, and leaves there what it has at its own. */
    static MemoryStore open(Disk disk, LongSupplier random) throws IOException {
        var store = new MemoryStore(random.getAsLong(), disk, random);
        if (disk.list().stream().anyMatch(name -> name.endsWith(Spool.SUFFIX))) {
            try (var left = Spool.open(disk, SEGMENT_BYTES, random)) {
                store.takeUp(left);
            }
        }
        return store;
    }

    private void takeUp(Spool left) throws IOException {
        for (var items = left.read(CHUNK_RECORDS, CHUNK_BYTES);
                !items.isEmpty();
                items = left.read(CHUNK_RECORDS, CHUNK_BYTES)) {
            for (var item : items) {
                if (item instanceof Item.Present(var entry)) {
                    unread.add(entry);
                    bytes += size(entry);
                }
            }
        }
        last = left.last();
        left.settle(last, last, Map.of());
    }

    @Override
    public long append(List<byte[]> contents, long millis) {
        long first = last + 1;
        for (var content : contents) {
            var entry = new Entry(run, ++last, millis, content);
            unread.add(entry);
            bytes += size(entry);
        }
        return first;
    }

    @Override
    public void sync() {
        // Memory does not outlive the process.
    }

    @Override
    public List<Item> read(int maxRecords, long maxBytes) {
        var items = new ArrayList<Item>();
        long taken = 0;
        for (var next = unread.peek(); next != null && items.size() < maxRecords; next = unread.peek()) {
            taken += next.content().length;
            if (!items.isEmpty() && taken > maxBytes) {
                break;
            }
            items.add(new Item.Present(next));
            read.add(unread.remove());
        }
        return items;
    }

    @Override
    public void settle(long newSettled, long newAttempted, Map<String, Long> totals) {
        settled = newSettled;
        attempted = newAttempted;
        settleIn(read);
        settleIn(unread);
    }

    @Override
    public void syncTotals() {
        // As above.
    }

    @Override
    public long settled() {
        return settled;
    }

    @Override
    public long attempted() {
        return attempted;
    }

    @Override
    public Map<String, Long> totals() {
        return Map.of();
    }

    @Override
    public long waiting() {
        return (long) read.size() + unread.size();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public @Nullable Oldest oldest(long wanted, long limit) {
        long over = bytes + wanted - limit;
        long end = 0;
        long records = 0;
        for (var entry : (Iterable<Entry>) Stream.concat(read.stream(), unread.stream())::iterator) {
            if (over <= 0) {
                break;
            }
            over -= size(entry);
            end = entry.sequence();
            records++;
        }
        return records == 0 ? null : new Oldest(end, records);
    }

    @Override
    public void close() throws IOException {
        if (disk != null && waiting() > 0) {
            try (var left = Spool.open(disk, SEGMENT_BYTES, random)) {
                leave(left, read);
                leave(left, unread);
            }
        }
        read.clear();
        unread.clear();
    }

    private static void leave(Spool left, ArrayDeque<Entry> entries) throws IOException {
        for (var entry : entries) {
            left.append(List.of(entry.content()), entry.millis());
        }
    }

    private void settleIn(ArrayDeque<Entry> entries) {
        while (!entries.isEmpty() && entries.element().sequence() <= settled) {
            bytes -= size(entries.remove());
        }
    }

    private static long size(Entry entry) {
        return (long) OVERHEAD + entry.content().length;
    }
}

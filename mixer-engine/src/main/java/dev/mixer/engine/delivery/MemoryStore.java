package dev.mixer.engine.delivery;

import dev.mixer.engine.spool.Entry;
import dev.mixer.engine.spool.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records in memory. */
final class MemoryStore implements Store {
    /** What a record takes beside its content: the entry, its array's header, its place in the queue. */
    static final int OVERHEAD = 64;

    private final long run;
    private final ArrayDeque<Entry> read = new ArrayDeque<>();
    private final ArrayDeque<Entry> unread = new ArrayDeque<>();
    private long last;
    private long settled;
    private long attempted;
    private long bytes;

    MemoryStore(long run) {
        this.run = run;
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
    public void close() {
        read.clear();
        unread.clear();
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

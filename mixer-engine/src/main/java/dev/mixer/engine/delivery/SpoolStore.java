package dev.mixer.engine.delivery;

import dev.mixer.engine.spool.Item;
import dev.mixer.engine.spool.Spool;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Records on disk. */
record SpoolStore(Spool spool) implements Store {
    @Override
    public long append(List<byte[]> contents, long millis) throws IOException {
        return spool.append(contents, millis);
    }

    @Override
    public void sync() throws IOException {
        spool.sync();
    }

    @Override
    public List<Item> read(int maxRecords, long maxBytes) throws IOException {
        return spool.read(maxRecords, maxBytes);
    }

    @Override
    public void settle(long settled, long attempted, Map<String, Long> totals) throws IOException {
        spool.settle(settled, attempted, totals);
    }

    @Override
    public void syncTotals() throws IOException {
        spool.syncPosition();
    }

    @Override
    public long settled() {
        return spool.position().settled();
    }

    @Override
    public long attempted() {
        return spool.position().attempted();
    }

    @Override
    public Map<String, Long> totals() {
        return spool.position().totals();
    }

    @Override
    public long waiting() {
        return spool.waiting();
    }

    @Override
    public long bytes() {
        return spool.bytes();
    }

    @Override
    public @Nullable Oldest oldest(long bytes, long limit) {
        var end = spool.bytes() + bytes > limit ? spool.endOfOldest() : OptionalLong.empty();
        return end.isEmpty() ? null : new Oldest(end.getAsLong(), spool.waitingUpTo(end.getAsLong()));
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}

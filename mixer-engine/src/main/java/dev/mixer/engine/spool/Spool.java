package dev.mixer.engine.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of one handler. Records are numbered from 1; all up to {@link Position#settled} are done with, and a segment is
 * deleted when all of its records are and that is safe on the disk. Used by one thread at a time.
 *
 * <p>After a start no old segment is written to again: what a crash left at its end stays where it is and is passed over.
 * Numbers are never given twice, not even when an append failed half-way.
 */
public final class Spool implements AutoCloseable {
    /** What the name of a segment ends with. */
    public static final String SUFFIX = ".log";

    /** What the name of a segment with damage begins with when all of its records are settled. */
    public static final String DAMAGED = "damaged-";

    private final Disk disk;
    private final long segmentBytes;
    private final long run;
    private final PositionFiles positions;
    private final NavigableMap<Long, Extent> segments;
    private final Set<Long> damaged = new HashSet<>();
    private long last;
    private long lastAccepted;
    private long lastSafe;
    private Disk.@Nullable Appender appender;
    private long appenderSize;
    private boolean unsyncedNames;
    private boolean unsyncedBytes;
    private boolean unsafe;
    private @Nullable LogReader reader;

    private Spool(
            Disk disk,
            long segmentBytes,
            long run,
            PositionFiles positions,
            NavigableMap<Long, Extent> segments,
            long last) {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.run = run;
        this.positions = positions;
        this.segments = segments;
        this.last = last;
        this.lastAccepted = last;
        this.lastSafe = positions.position().appended();
    }

    /**
     * Opens the log of a folder, or begins one.
     *
     * @param segmentBytes how large a segment may grow; a single append may exceed it
     * @param random for what tells logs and starts apart
     */
    public static Spool open(Disk disk, long segmentBytes, LongSupplier random) throws IOException {
        var files = disk.list();
        var positions = PositionFiles.open(disk, files, () -> Recovery.salt(disk, files, random));
        var segments = new TreeMap<Long, Extent>();
        for (var extent : Recovery.scan(disk, files, positions.salt())) {
            segments.put(extent.first(), extent);
        }
        if (positions.isNew() && !segments.isEmpty()) {
            // Segments go only when all of their records are settled: what lay before these is.
            positions.beginAt(segments.firstKey() - 1);
        }
        var position = positions.position();
        long last = Math.max(position.appended(), position.settled());
        for (var extent : segments.values()) {
            last = Math.max(last, extent.last());
        }
        return new Spool(disk, segmentBytes, random.getAsLong(), positions, segments, last);
    }

    /** What is settled, as written last. */
    public Position position() {
        return positions.position();
    }

    /** The number of the last record. */
    public long last() {
        return last;
    }

    /** How many records are not settled. Damaged ones count until reading has passed them. */
    public long waiting() {
        return waitingUpTo(lastAccepted);
    }

    /** How many records up to {@code end} are not settled. */
    public long waitingUpTo(long end) {
        long covered = position().settled();
        long waiting = Math.max(0, end - covered);
        for (var extent : segments.values()) {
            // What was given up before a segment began was never accepted.
            long until = Math.min(end, extent.first() - 1);
            waiting -= Math.max(0, until - Math.max(covered, extent.lastBefore()));
            covered = Math.max(covered, until);
        }
        return waiting;
    }

    /** The bytes of all segments. */
    public long bytes() {
        return segments.values().stream().mapToLong(Extent::bytes).sum();
    }

    /**
     * Appends records in one write; they survive the end of the process when this returns.
     *
     * @return the number of the first one; the others follow
     * @throws IOException if they could not be written whole; none of them is then accepted, though some may be read later
     */
    public long append(List<byte[]> contents, long millis) throws IOException {
        long first = last + 1;
        long size = contents.stream().mapToLong(Frame::size).sum();
        var bytes = ByteBuffer.allocate(Math.toIntExact(size));
        long sequence = first;
        for (var content : contents) {
            Frame.write(bytes, positions.salt(), sequence++, millis, content);
        }
        bytes.flip();
        try {
            var target = appenderFor(size, first);
            unsyncedBytes = true;
            target.write(bytes);
        } catch (IOException e) {
            last += contents.size();
            syncWhatIsThere();
            giveUpAppender();
            throw e;
        }
        last += contents.size();
        lastAccepted = last;
        appenderSize += size;
        var extent = segments.lastEntry().getValue();
        segments.put(extent.first(), extent.grown(last, appenderSize));
        return first;
    }

    private Disk.Appender appenderFor(long size, long first) throws IOException {
        var current = appender;
        if (current != null && appenderSize + size <= segmentBytes) {
            return current;
        }
        if (current != null) {
            syncBeforeNext();
            appender = null;
            current.close();
        }
        var segment = new Segment(run, positions.salt(), first, lastAccepted);
        var fresh = disk.create(segment.name());
        appender = fresh;
        unsyncedNames = true;
        segments.put(first, new Extent(first, lastAccepted, first - 1, Segment.HEADER));
        appenderSize = Segment.HEADER;
        fresh.write(segment.header());
        return fresh;
    }

    /** Before a segment is given up: others still wait to hear that the records before the failure are safe. */
    private void syncWhatIsThere() {
        var current = appender;
        if (current != null && unsyncedBytes) {
            try {
                current.sync();
            } catch (IOException e) {
                unsafe = true;
            }
            unsyncedBytes = false;
        }
    }

    /** Nothing more goes into a segment whose end is not known; the reader stops where the next one says. */
    private void giveUpAppender() {
        var current = appender;
        appender = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                // It is of no use any more, whatever else is wrong with it.
            }
        }
        var newest = segments.lastEntry();
        if (newest != null && newest.getValue().isEmpty()) {
            segments.remove(newest.getKey());
            try {
                disk.delete(Segment.name(newest.getKey()));
            } catch (IOException e) {
                // The next start finds that nothing is in it.
            }
        }
    }

    private void syncBeforeNext() throws IOException {
        try {
            syncNow();
        } catch (IOException e) {
            // Those who wait for the records before must hear of it, not only the one whose append brought it about.
            unsafe = true;
            throw e;
        }
    }

    /**
     * Has all that was appended survive the end of the machine.
     *
     * @throws IOException if any of what was appended since the last call may not
     */
    public void sync() throws IOException {
        if (unsafe) {
            unsafe = false;
            throw new IOException("a part of the log could not be synced");
        }
        syncNow();
    }

    private void syncNow() throws IOException {
        var current = appender;
        if (current != null && unsyncedBytes) {
            try {
                current.sync();
            } catch (IOException e) {
                // What a failed sync left in the file is not known, and a second one may claim success.
                giveUpAppender();
                unsyncedBytes = false;
                throw e;
            }
        }
        unsyncedBytes = false;
        if (unsyncedNames) {
            disk.syncNames();
            unsyncedNames = false;
        }
        lastSafe = lastAccepted;
    }

    /**
     * What follows the records that were read before; empty where there is nothing more for now.
     *
     * @param maxBytes the most bytes of content; a single record may have more
     */
    public List<Item> read(int maxRecords, long maxBytes) throws IOException {
        var from = reader;
        if (from == null) {
            from = new LogReader(disk, positions.salt(), position().settled());
            reader = from;
        }
        var items = new ArrayList<Item>();
        long bytes = 0;
        int records = 0;
        while (records < maxRecords) {
            var item = from.peek(segments, position().settled(), lastAccepted);
            if (item instanceof Item.Present(var entry)) {
                bytes += entry.content().length;
                if (records > 0 && bytes > maxBytes) {
                    break;
                }
                records++;
            } else if (item == null) {
                break;
            }
            items.add(item);
            from.take(item);
            if (item instanceof Item.Lost && from.segmentFirst() > 0) {
                damaged.add(from.segmentFirst());
            }
        }
        return items;
    }

    /** Settles every record up to {@code settled}, and writes down what became of them. */
    public void settle(long settled, long attempted, Map<String, Long> totals) throws IOException {
        positions.write(new Position(settled, attempted, Math.max(lastSafe, settled), totals));
        var done = new ArrayList<Extent>();
        for (var extent : segments.values()) {
            boolean grows = appender != null && extent.first() == segments.lastKey();
            if (extent.last() <= settled && !grows) {
                done.add(extent);
            }
        }
        if (done.isEmpty()) {
            return;
        }
        // The position must be safe before what it has settled is gone.
        positions.sync();
        for (var extent : done) {
            segments.remove(extent.first());
            remove(extent.first());
            unsyncedNames = true;
        }
    }

    /** The last record of the oldest segment, or of the gap behind it; empty if there is none but the one that grows. */
    public OptionalLong endOfOldest() {
        var oldest = segments.firstEntry();
        if (oldest == null || (appender != null && segments.size() == 1)) {
            return OptionalLong.empty();
        }
        var next = segments.higherEntry(oldest.getKey());
        return OptionalLong.of(next == null ? lastAccepted : next.getValue().lastBefore());
    }

    /** What a damaged segment still holds may be of use to somebody who looks. */
    private void remove(long first) throws IOException {
        var name = Segment.name(first);
        if (damaged.remove(first)) {
            disk.rename(name, DAMAGED + name);
        } else {
            disk.delete(name);
        }
    }

    /** Has the position survive the end of the machine. */
    public void syncPosition() throws IOException {
        positions.sync();
        if (unsyncedNames) {
            disk.syncNames();
            unsyncedNames = false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            sync();
            positions.sync();
        } finally {
            giveUpAppender();
        }
    }
}

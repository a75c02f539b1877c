package dev.mixer.engine.spool;

import java.io.IOException;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Reads the segments of a log one after another, and tells which numbers are missing that should be there. */
final class LogReader {
    private final Disk disk;
    private final long salt;
    private long at;
    private long segmentFirst;
    private @Nullable SegmentReader segment;
    private @Nullable Entry found;

    /** Begins behind the record {@code at}. */
    LogReader(Disk disk, long salt, long at) {
        this.disk = disk;
        this.salt = salt;
        this.at = at;
    }

    /** The segment that is being read, by its first number; 0 before the first one. */
    long segmentFirst() {
        return segmentFirst;
    }

    /** The item that {@link #peek} showed is read. */
    void take(Item item) {
        at = item.last();
        if (found != null && found.sequence() <= at) {
            found = null;
        }
    }

    /**
     * The next item; null where there is nothing more for now.
     *
     * @param settled everything up to this number is passed over
     * @param last the last record that was accepted
     */
    @Nullable
    Item peek(NavigableMap<Long, Extent> segments, long settled, long last) throws IOException {
        at = Math.max(at, settled);
        while (at < last) {
            var next = segments.higherEntry(segmentFirst);
            long end = next == null ? last : Math.min(last, next.getValue().lastBefore());
            var entry = segments.containsKey(segmentFirst) ? find(end) : null;
            if (entry != null) {
                return entry.sequence() == at + 1
                        ? new Item.Present(entry)
                        : new Item.Lost(at + 1, entry.sequence() - 1);
            }
            if (at < end) {
                return new Item.Lost(at + 1, end);
            }
            if (next == null) {
                return null;
            }
            segmentFirst = next.getKey();
            segment = reader(Segment.name(segmentFirst));
            found = null;
            // Numbers between the two were given up before anybody was told that they were accepted.
            at = Math.max(at, segmentFirst - 1);
        }
        return null;
    }

    private SegmentReader reader(String name) throws IOException {
        var header = Recovery.header(disk, name);
        return new SegmentReader(disk, name, header == null ? 0 : header.run(), salt);
    }

    /** The next record of this segment whose number is above {@code at} and not above {@code end}; null if there is none. */
    private @Nullable Entry find(long end) throws IOException {
        var reader = segment;
        while (reader != null && at < end && (found == null || found.sequence() <= at)) {
            found = reader.next();
            if (found == null) {
                return null;
            }
        }
        return found != null && found.sequence() > at && found.sequence() <= end ? found : null;
    }
}

package dev.mixer.engine.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Finds the segments of a folder and how far each reaches. */
final class Recovery {
    private Recovery() {}

    /** The segments in which there is a record. Others are of no use, save to somebody who looks for what was damaged. */
    static List<Extent> scan(Disk disk, List<String> files, long salt) throws IOException {
        var extents = new ArrayList<Extent>();
        for (var name : names(files)) {
            long first = Segment.first(name).getAsLong();
            long last = last(disk, name, salt, first);
            if (last >= first) {
                var segment = header(disk, name);
                long lastBefore = segment == null || segment.first() != first ? first - 1 : segment.lastBefore();
                extents.add(new Extent(first, Math.min(lastBefore, first - 1), last, disk.size(name)));
            } else if (disk.size(name) <= Segment.HEADER) {
                disk.delete(name);
            } else {
                disk.rename(name, Spool.DAMAGED + name);
            }
        }
        return extents;
    }

    /** The salt that the segments tell, where no position does; a new one for a folder without segments. */
    static long salt(Disk disk, List<String> files, LongSupplier random) {
        try {
            for (var name : names(files)) {
                var segment = header(disk, name);
                if (segment != null) {
                    return segment.salt();
                }
            }
            return random.getAsLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(List<String> files) {
        return files.stream()
                .filter(name -> Segment.first(name).isPresent())
                .sorted()
                .toList();
    }

    /** What the header of a segment says; null if it is damaged. */
    static @Nullable Segment header(Disk disk, String name) throws IOException {
        var bytes = ByteBuffer.allocate(Segment.HEADER);
        disk.read(name, 0, bytes);
        return Segment.read(bytes.flip());
    }

    private static long last(Disk disk, String name, long salt, long first) throws IOException {
        var reader = new SegmentReader(disk, name, 0, salt);
        long last = first - 1;
        for (var entry = reader.next(); entry != null; entry = reader.next()) {
            last = Math.max(last, entry.sequence());
        }
        return last;
    }
}

package dev.mixer.engine.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment from front to back. Bytes that are no record are passed over, and reading goes on where the next whole
 * record begins.
 */
final class SegmentReader {
    private static final int CHUNK = 1 << 18;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Disk disk;
    private final String name;
    private final long run;
    private final long salt;
    private ByteBuffer window = NOTHING;
    private long windowAt;
    private long position = Segment.HEADER;
    private long passedOver;

    SegmentReader(Disk disk, String name, long run, long salt) {
        this.disk = disk;
        this.name = name;
        this.run = run;
        this.salt = salt;
    }

    String name() {
        return name;
    }

    /** How many bytes were passed over so far. */
    long passedOver() {
        return passedOver;
    }

    /** The next whole record; null where the file ends for now. A file that grows may be asked again. */
    @Nullable
    Entry next() throws IOException {
        long start = position;
        long end = disk.size(name);
        while (end - position >= Frame.HEADER) {
            int at = load(position, Frame.HEADER, end);
            int length = Frame.length(window, at);
            if (length >= 0 && end - position - Frame.HEADER >= length) {
                at = load(position, Frame.HEADER + length, end);
                var entry = Frame.read(window, run, salt, at);
                if (entry != null) {
                    passedOver += position - start;
                    position += Frame.HEADER + length;
                    return entry;
                }
            }
            position++;
        }
        // Nothing begins here; what is written later begins where this search did.
        position = start;
        return null;
    }

    /** Has {@code length} bytes from {@code from} in the window and says where in it they begin. */
    private int load(long from, int length, long end) throws IOException {
        if (from < windowAt || from + length > windowAt + window.limit()) {
            long wanted = Math.min(Math.max(length, CHUNK), end - from);
            window = ByteBuffer.allocate((int) wanted);
            windowAt = from;
            disk.read(name, from, window);
            window.flip();
            if (window.limit() < length) {
                throw new IOException(name + " is shorter than its length says");
            }
        }
        return (int) (from - windowAt);
    }
}

package dev.mixer.engine.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Two files that take turns: one holds the last position that is safe on the disk, the other is replaced in place as
 * often as one likes and takes the first one's role when it is synced. Whatever a crash does to the other, one is whole.
 */
final class PositionFiles {
    private static final List<String> NAMES = List.of("position-0", "position-1");

    private final Disk disk;
    private final long salt;
    private Position position;
    private long generation;
    private int written;
    private boolean safe = true;
    private final boolean[] named = {false, false};
    private boolean namesSafe;

    private PositionFiles(Disk disk, long salt, Position position, long generation, int written) {
        this.disk = disk;
        this.salt = salt;
        this.position = position;
        this.generation = generation;
        this.written = written;
    }

    /** Reads the newer one of those that are whole. */
    static PositionFiles open(Disk disk, List<String> files, LongSupplier fresh) throws IOException {
        Position.Stored newest = null;
        int slot = 1;
        for (int i = 0; i < NAMES.size(); i++) {
            if (files.contains(NAMES.get(i))) {
                var stored = Position.read(bytes(disk, NAMES.get(i)));
                if (stored != null && (newest == null || stored.generation() > newest.generation())) {
                    newest = stored;
                    slot = i;
                }
            }
        }
        if (newest == null) {
            return new PositionFiles(disk, fresh.getAsLong(), Position.START, 0, 1);
        }
        // Whether it was synced is not known: the next one must not take its turn before it is.
        disk.sync(NAMES.get(slot));
        return new PositionFiles(disk, newest.salt(), newest.position(), newest.generation(), slot);
    }

    private static byte[] bytes(Disk disk, String name) throws IOException {
        var bytes = ByteBuffer.allocate((int) Math.min(disk.size(name), Position.FILE + 1L));
        disk.read(name, 0, bytes);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Whether nothing was ever written, or nothing that can be read. */
    boolean isNew() {
        return generation == 0;
    }

    /** Where a log begins whose position is lost. */
    void beginAt(long settled) {
        position = new Position(settled, settled, settled, Map.of());
    }

    /** What goes into every checksum of the log. */
    long salt() {
        return salt;
    }

    Position position() {
        return position;
    }

    /** Survives the end of the process. */
    void write(Position next) throws IOException {
        int slot = safe ? 1 - written : written;
        namesSafe &= named[slot];
        named[slot] = true;
        disk.overwrite(NAMES.get(slot), next.toFile(generation + 1, salt));
        generation++;
        written = slot;
        safe = false;
        position = next;
    }

    /** Has the position that was written last survive the end of the machine. */
    void sync() throws IOException {
        if (!safe) {
            disk.sync(NAMES.get(written));
            if (!namesSafe) {
                disk.syncNames();
                namesSafe = true;
            }
            safe = true;
        }
    }
}

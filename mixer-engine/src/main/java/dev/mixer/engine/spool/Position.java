package dev.mixer.engine.spool;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far the records of a log are settled, and what became of them. Kept beside the log, so that both are told together
 * after a restart.
 *
 * @param settled every record up to this number is settled
 * @param attempted every record up to this number may have been sent
 * @param appended every record up to this number was safe on the disk: what of it is missing later is damage
 * @param totals how many records came to which end, by the names of the user of the log
 */
public record Position(long settled, long attempted, long appended, Map<String, Long> totals) {
    /** Of a log without records. */
    public static final Position START = new Position(0, 0, 0, Map.of());

    /** All files of positions have this length, so that to replace one in place takes no room on the disk. */
    static final int FILE = 1024;

    private static final long MAGIC = 0x4d69_7865_7250_6f31L;

    public Position {
        totals = Map.copyOf(totals);
    }

    byte[] toFile(long generation, long salt) {
        var body = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(body)) {
            out.writeLong(MAGIC);
            out.writeLong(generation);
            out.writeLong(salt);
            out.writeLong(settled);
            out.writeLong(attempted);
            out.writeLong(appended);
            out.writeInt(totals.size());
            for (var total : new TreeMap<>(totals).entrySet()) {
                out.writeUTF(total.getKey());
                out.writeLong(total.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (body.size() > FILE - Long.BYTES) {
            throw new IllegalStateException(totals.size() + " totals are too many for a position");
        }
        var file = Arrays.copyOf(body.toByteArray(), FILE);
        var checksum = checksum(file);
        for (int i = 0; i < Long.BYTES; i++) {
            file[FILE - 1 - i] = (byte) (checksum >>> (8 * i));
        }
        return file;
    }

    /** What a file says. */
    record Stored(long generation, long salt, Position position) {}

    /** Reads a file; null if it is damaged. */
    static @Nullable Stored read(byte[] file) {
        try (var in = new DataInputStream(new ByteArrayInputStream(file))) {
            if (file.length != FILE || in.readLong() != MAGIC) {
                return null;
            }
            long stored = 0;
            for (int i = FILE - Long.BYTES; i < FILE; i++) {
                stored = (stored << 8) | (file[i] & 0xff);
            }
            if (stored != checksum(file)) {
                return null;
            }
            long generation = in.readLong();
            long salt = in.readLong();
            long settled = in.readLong();
            long attempted = in.readLong();
            long appended = in.readLong();
            var totals = new TreeMap<String, Long>();
            for (int count = in.readInt(); count > 0; count--) {
                totals.put(in.readUTF(), in.readLong());
            }
            return new Stored(generation, salt, new Position(settled, attempted, appended, totals));
        } catch (IOException e) {
            return null;
        }
    }

    private static long checksum(byte[] file) {
        var checksum = new CRC32C();
        checksum.update(file, 0, FILE - Long.BYTES);
        return checksum.getValue();
    }
}

package dev.mixer.engine.spool;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the log. It begins with {@code magic 8, run 8, salt 8, first 8, last before 8, checksum 4}.
 *
 * @param run the start of the host that wrote it, a part of the ids of its records: after a loss of power a number may be
 *     given to another record, an id never
 * @param salt goes into every checksum of the log and never leaves the disk, so that nobody can write a content that looks
 *     like another record when its own is damaged
 * @param first the number of its first record, also its name
 * @param lastBefore the last record before it that was accepted; what lies between was given up after a failed write
 */
record Segment(long run, long salt, long first, long lastBefore) {
    static final int HEADER = 44;

    private static final long MAGIC = 0x4d69_7865_7253_7031L;

    String name() {
        return name(first);
    }

    static String name(long first) {
        return String.format(Locale.ROOT, "%020d", first) + Spool.SUFFIX;
    }

    /** The number of the first record in the file of that name; empty if it is no segment. */
    static OptionalLong first(String name) {
        var digits = name.endsWith(Spool.SUFFIX) ? name.substring(0, name.length() - Spool.SUFFIX.length()) : "";
        return digits.length() == 20 && digits.chars().allMatch(c -> c >= '0' && c <= '9') && digits.charAt(0) == '0'
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }

    ByteBuffer header() {
        var bytes = ByteBuffer.allocate(HEADER);
        bytes.putLong(MAGIC).putLong(run).putLong(salt);
        bytes.putLong(first).putLong(lastBefore);
        bytes.putInt(checksum(bytes));
        return bytes.flip();
    }

    /** What the header says; null if it is damaged. */
    static @Nullable Segment read(ByteBuffer bytes) {
        return bytes.limit() < HEADER || bytes.getLong(0) != MAGIC || bytes.getInt(40) != checksum(bytes)
                ? null
                : new Segment(bytes.getLong(8), bytes.getLong(16), bytes.getLong(24), bytes.getLong(32));
    }

    private static int checksum(ByteBuffer bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes.slice(0, 40));
        return (int) checksum.getValue();
    }
}

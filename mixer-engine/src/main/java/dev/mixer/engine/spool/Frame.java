package dev.mixer.engine.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How a record lies in a segment: {@code magic 4, length 4, checksum 4, sequence 8, time 8, content}, big endian; the
 * checksum (CRC-32C, RFC 3720) is of the log's salt, length, sequence, time and content. The magic lets a reader find the next record
 * behind bytes that are none.
 */
final class Frame {
    static final int HEADER = 28;
    static final int MAX_CONTENT = 64 << 20;

    private static final int MAGIC = 0x4d58_7231;
    private static final int CHECKSUM_AT = 8;

    private Frame() {}

    static int size(byte[] content) {
        return HEADER + content.length;
    }

    static void write(ByteBuffer target, long salt, long sequence, long millis, byte[] content) {
        int start = target.position();
        target.putInt(MAGIC).putInt(content.length).putInt(0).putLong(sequence).putLong(millis);
        target.put(content);
        target.putInt(start + CHECKSUM_AT, checksum(target, salt, start, content.length));
    }

    /** The record that begins at {@code at}; null if none lies there whole. */
    static @Nullable Entry read(ByteBuffer bytes, long run, long salt, int at) {
        int length = length(bytes, at);
        if (length < 0
                || bytes.limit() - at - HEADER < length
                || bytes.getInt(at + CHECKSUM_AT) != checksum(bytes, salt, at, length)) {
            return null;
        }
        var content = new byte[length];
        bytes.get(at + HEADER, content);
        return new Entry(run, bytes.getLong(at + 12), bytes.getLong(at + 20), content);
    }

    /** The length of the content of what begins like a record at {@code at}; -1 if nothing does. */
    static int length(ByteBuffer bytes, int at) {
        if (bytes.limit() - at < HEADER || bytes.getInt(at) != MAGIC) {
            return -1;
        }
        int length = bytes.getInt(at + 4);
        return length > MAX_CONTENT ? -1 : length;
    }

    private static int checksum(ByteBuffer bytes, long salt, int start, int length) {
        var checksum = new CRC32C();
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            checksum.update((int) (salt >>> shift));
        }
        checksum.update(bytes.slice(start + 4, 4));
        checksum.update(bytes.slice(start + CHECKSUM_AT + 4, HEADER - CHECKSUM_AT - 4 + length));
        return (int) checksum.getValue();
    }
}

package dev.mixer.adapters.fluentd;

import java.io.IOException;
import java.util.Arrays;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;

/**
 * A log entry as the host keeps it: ready but for its id, which only the host knows, and for its neighbours.
 *
 * @param tag the tag
 * @param time the time in MessagePack
 * @param fieldCount how many fields it has
 * @param fields their names and values in MessagePack, one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredEntry(String tag, byte[] time, int fieldCount, byte[] fields) {
    private static final int FORM = 1;

    byte[] toBytes() throws IOException {
        try (var packer = MessagePack.newDefaultBufferPacker()) {
            packer.packInt(FORM).packString(tag).packBinaryHeader(time.length);
            packer.writePayload(time);
            packer.packInt(fieldCount);
            packer.addPayload(fields);
            return packer.toByteArray();
        }
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IOException if it is of another form
     */
    static StoredEntry of(byte[] content) throws IOException {
        try (var unpacker = MessagePack.newDefaultUnpacker(content)) {
            int form = unpacker.unpackInt();
            if (form != FORM) {
                throw new IOException("the entry was kept in form " + form + ", and this adapter knows form " + FORM);
            }
            var tag = unpacker.unpackString();
            var time = unpacker.readPayload(unpacker.unpackBinaryHeader());
            int count = unpacker.unpackInt();
            return new StoredEntry(
                    tag, time, count, Arrays.copyOfRange(content, (int) unpacker.getTotalReadBytes(), content.length));
        } catch (MessagePackException e) {
            throw new IOException("the entry that was kept cannot be read: " + e, e);
        }
    }

    /**
     * Writes {@code [time, record]}.
     *
     * @param idKey the field that carries the id; empty: none
     */
    void pack(MessagePacker packer, String idKey, String id) throws IOException {
        packer.packArrayHeader(2).writePayload(time);
        packer.packMapHeader(idKey.isEmpty() ? fieldCount : fieldCount + 1);
        packer.writePayload(fields);
        if (!idKey.isEmpty()) {
            packer.packString(idKey).packString(id);
        }
    }
}

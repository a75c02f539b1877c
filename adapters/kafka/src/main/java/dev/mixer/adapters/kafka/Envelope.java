package dev.mixer.adapters.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as the host keeps it: all that goes to the broker, so that an edit of the parameters changes nothing of what
 * was accepted before. One byte of form, then topic, key and headers, each with its length, then the value.
 *
 * @param topic a legal name
 * @param key null: none
 * @param headers in order
 * @param value the rest
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Envelope(String topic, byte @Nullable [] key, List<Field> headers, byte[] value) {
    private static final byte FORM = 1;
    private static final int NONE = -1;

    /** A header. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Field(String name, byte[] value) {}

    byte[] toBytes() {
        var names =
                headers.stream().map(header -> header.name().getBytes(UTF_8)).toList();
        var topicBytes = topic.getBytes(UTF_8);
        int size = 1 + 3 * Integer.BYTES + topicBytes.length + (key == null ? 0 : key.length) + value.length;
        for (int i = 0; i < names.size(); i++) {
            size += 2 * Integer.BYTES + names.get(i).length + headers.get(i).value().length;
        }
        var out = ByteBuffer.allocate(size).put(FORM);
        put(out, topicBytes);
        if (key == null) {
            out.putInt(NONE);
        } else {
            put(out, key);
        }
        out.putInt(names.size());
        for (int i = 0; i < names.size(); i++) {
            put(out, names.get(i));
            put(out, headers.get(i).value());
        }
        return out.put(value).array();
    }

    /** @throws IllegalArgumentException if the bytes are none of {@link #toBytes} */
    static Envelope of(byte[] bytes) {
        try {
            var in = ByteBuffer.wrap(bytes);
            byte form = in.get();
            if (form != FORM) {
                throw new IllegalArgumentException("the record has the form " + form + ", which this version lacks");
            }
            var topic = new String(take(in, in.getInt()), UTF_8);
            int keyLength = in.getInt();
            byte[] key = keyLength == NONE ? null : take(in, keyLength);
            int count = in.getInt();
            var headers = new ArrayList<Field>();
            for (int i = 0; i < count; i++) {
                var name = new String(take(in, in.getInt()), UTF_8);
                headers.add(new Field(name, take(in, in.getInt())));
            }
            return new Envelope(topic, key, headers, take(in, in.remaining()));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the record ends too early", e);
        }
    }

    private static void put(ByteBuffer out, byte[] bytes) {
        out.putInt(bytes.length).put(bytes);
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}

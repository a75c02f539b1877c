package dev.mixer.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record as the host keeps it: one byte of form, the headers that its fields make, each with its length, then its JSON.
 *
 * @param headers in order
 * @param json one object
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Envelope(Map<String, String> headers, byte[] json) {
    private static final byte FORM = 1;

    byte[] toBytes() {
        int size = 1 + Integer.BYTES + json.length;
        var texts = new byte[2 * headers.size()][];
        int next = 0;
        for (var header : headers.entrySet()) {
            texts[next++] = header.getKey().getBytes(UTF_8);
            texts[next++] = header.getValue().getBytes(UTF_8);
        }
        for (var text : texts) {
            size += Integer.BYTES + text.length;
        }
        var out = ByteBuffer.allocate(size).put(FORM).putInt(headers.size());
        for (var text : texts) {
            out.putInt(text.length).put(text);
        }
        return out.put(json).array();
    }

    /** @throws IllegalArgumentException if the bytes are none of {@link #toBytes} */
    static Envelope of(byte[] bytes) {
        try {
            var in = ByteBuffer.wrap(bytes);
            byte form = in.get();
            if (form != FORM) {
                throw new IllegalArgumentException("the record has the form " + form + ", which this version lacks");
            }
            var headers = new LinkedHashMap<String, String>();
            for (int left = in.getInt(); left > 0; left--) {
                var name = new String(take(in, in.getInt()), UTF_8);
                headers.put(name, new String(take(in, in.getInt()), UTF_8));
            }
            return new Envelope(headers, take(in, in.remaining()));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the record ends too early", e);
        }
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

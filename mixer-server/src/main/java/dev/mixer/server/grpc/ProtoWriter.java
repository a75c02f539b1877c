package dev.mixer.server.grpc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes protobuf messages front to back without a size pass: most nested messages are short, long ones are moved. */
public final class ProtoWriter {
    private byte[] bytes = new byte[256];
    private int size;

    /** Writes a varint field; zero is written too. */
    public ProtoWriter varint(int field, long value) {
        raw((long) field << 3);
        raw(value);
        return this;
    }

    /** Writes a varint field unless it is zero, as proto3 does. */
    public ProtoWriter varintUnlessZero(int field, long value) {
        return value == 0 ? this : varint(field, value);
    }

    /** Writes a zigzag varint field (sint32, sint64). */
    public ProtoWriter signed(int field, long value) {
        return varint(field, value << 1 ^ value >> 63);
    }

    /** Writes a string field unless it is empty. */
    public ProtoWriter string(int field, String value) {
        return value.isEmpty() ? this : bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a bytes field; empty ones too. */
    public ProtoWriter bytes(int field, byte[] value) {
        raw((long) field << 3 | 2);
        raw(value.length);
        ensure(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    /** Begins a nested message; give what this returns to {@link #end}. */
    public int begin(int field) {
        raw((long) field << 3 | 2);
        ensure(1);
        return ++size;
    }

    /** Ends the nested message that {@link #begin} began. */
    public ProtoWriter end(int start) {
        int length = size - start;
        int extra = 0;
        for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
            extra++;
        }
        if (extra > 0) {
            ensure(extra);
            System.arraycopy(bytes, start, bytes, start + extra, length);
        }
        int place = start - 1;
        int rest = length;
        while (rest > 127) {
            bytes[place++] = (byte) (rest | 128);
            rest >>>= 7;
        }
        bytes[place] = (byte) rest;
        size += extra;
        return this;
    }

    /** The message. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void raw(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~127L) != 0) {
            bytes[size++] = (byte) (rest | 128);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}

package dev.mixer.server.front.mixer;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Walks over the entries of an encoded {@code StringMap}: pairs of dictionary indices. */
final class MapEntries {
    private final CodedInputStream in;
    private int key;
    private int value;

    MapEntries(byte[] message, int offset, int length) {
        this.in = CodedInputStream.newInstance(message, offset, length);
    }

    /**
     * Goes to the next entry.
     *
     * @throws UncheckedIOException if the bytes are no map; not on a map that was walked over before
     */
    boolean next() {
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == ((1 << 3) | 2)) {
                    readEntry();
                    return true;
                }
                in.skipField(tag);
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int key() {
        return key;
    }

    int value() {
        return value;
    }

    private void readEntry() throws IOException {
        key = 0;
        value = 0;
        int end = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == 8) {
                key = in.readSInt32();
            } else if (tag == 16) {
                value = in.readSInt32();
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(end);
    }
}

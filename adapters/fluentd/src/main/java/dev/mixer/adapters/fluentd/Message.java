package dev.mixer.adapters.fluentd;

import dev.mixer.spi.Parcel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/** The entries of one tag in one batch, which the server acknowledges together. */
final class Message {
    private final String tag;
    private final List<Integer> indexes = new ArrayList<>();
    private final List<StoredEntry> entries = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    Message(String tag) {
        this.tag = tag;
    }

    void add(int index, StoredEntry entry, Parcel parcel) {
        indexes.add(index);
        entries.add(entry);
        ids.add(parcel.id());
    }

    /** The places of its records in the batch. */
    List<Integer> indexes() {
        return indexes;
    }

    /** What the server repeats when it has the message: the id of the first record, which no other message has. */
    String chunk() {
        return ids.getFirst();
    }

    void pack(MessagePacker packer, FluentdParameters parameters) throws IOException {
        packer.packArrayHeader(3).packString(tag);
        switch (parameters.mode()) {
            case FORWARD -> {
                packer.packArrayHeader(entries.size());
                packEntries(packer, parameters.idKey());
            }
            case PACKED -> {
                try (var packed = MessagePack.newDefaultBufferPacker()) {
                    packEntries(packed, parameters.idKey());
                    var bytes = packed.toByteArray();
                    packer.packBinaryHeader(bytes.length).writePayload(bytes);
                }
            }
        }
        packer.packMapHeader(parameters.requireAck() ? 2 : 1).packString("size").packInt(entries.size());
        if (parameters.requireAck()) {
            packer.packString("chunk").packString(chunk());
        }
    }

    private void packEntries(MessagePacker packer, String idKey) throws IOException {
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).pack(packer, idKey, ids.get(i));
        }
    }
}

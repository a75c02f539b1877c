package dev.mixer.server.front.mixer;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@code CheckRequest}, taken apart but for its attributes, which wait for the vocabulary that reads them. */
final class CheckMessage {
    /** Each is answered with everything that was read, so that many small ones would make a huge reply. */
    private static final int MOST_QUOTAS = 100;

    private final byte[] message;
    private int offset;
    private int length;
    private @Nullable ByteArrayOutputStream merged;
    private int globalWordCount;
    private String dedupId = "";
    private Map<String, Call.Quotas.Ask> quotas = Map.of();

    private CheckMessage(byte[] message) {
        this.message = message;
    }

    static CheckMessage parse(byte[] message) throws InvalidRequestException {
        var parsed = new CheckMessage(message);
        try {
            parsed.read();
        } catch (IOException e) {
            throw malformed(e);
        }
        Dictionaries.requireKnown(Integer.toUnsignedLong(parsed.globalWordCount));
        return parsed;
    }

    private void read() throws IOException, InvalidRequestException {
        var in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case (1 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED -> readAttributes(in);
                case 2 << 3 -> globalWordCount = in.readUInt32();
                case (3 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED -> dedupId = in.readStringRequireUtf8();
                case (4 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED -> readQuota(in);
                default -> in.skipField(tag);
            }
        }
    }

    private void readAttributes(CodedInputStream in) throws IOException {
        int size = in.readRawVarint32();
        int start = in.getTotalBytesRead();
        in.skipRawBytes(size);
        if (offset == 0) {
            offset = start;
            length = size;
            return;
        }
        // A message in parts is, by the rules of proto3, the message that the parts make one after another.
        if (merged == null) {
            merged = new ByteArrayOutputStream();
            merged.write(message, offset, length);
        }
        merged.write(message, start, size);
    }

    private void readQuota(CodedInputStream in) throws IOException, InvalidRequestException {
        int end = in.pushLimit(in.readRawVarint32());
        String name = "";
        long amount = 0;
        boolean bestEffort = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == ((1 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                name = in.readStringRequireUtf8();
            } else if (tag == ((2 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                int inner = in.pushLimit(in.readRawVarint32());
                for (int field = in.readTag(); field != 0; field = in.readTag()) {
                    if (field == 1 << 3) {
                        amount = in.readInt64();
                    } else if (field == 2 << 3) {
                        bestEffort = in.readBool();
                    } else {
                        in.skipField(field);
                    }
                }
                in.popLimit(inner);
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(end);
        if (quotas.isEmpty()) {
            quotas = new LinkedHashMap<>();
        }
        // A map: of two entries under one key the later counts, and nothing is taken for the other.
        quotas.put(name, new Call.Quotas.Ask(name, amount, bestEffort));
        if (quotas.size() > MOST_QUOTAS) {
            throw new InvalidRequestException("the message asks for more than " + MOST_QUOTAS + " quotas");
        }
    }

    /** How many words of the global dictionary the client knows; 0: it did not say. */
    int globalWordCount() {
        return globalWordCount;
    }

    String dedupId() {
        return dedupId;
    }

    List<Call.Quotas.Ask> quotas() {
        return List.copyOf(quotas.values());
    }

    AttributeBag bag(Vocabulary vocabulary, Function<Vocabulary, Names> names) throws InvalidRequestException {
        var whole = merged == null ? message : merged.toByteArray();
        var empty = WireBag.empty(whole, names.apply(vocabulary));
        try {
            return empty.with(merged == null ? offset : 0, merged == null ? length : whole.length, Words.NONE);
        } catch (IOException | UncheckedIOException e) {
            throw malformed(e);
        }
    }

    static InvalidRequestException malformed(Exception e) {
        var cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
        return new InvalidRequestException("the message is no valid protobuf"
                + (cause instanceof InvalidProtocolBufferException ? ": it is cut off or has a wrong field" : ""));
    }
}

package dev.mixer.server.front.mixer;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A {@code CheckRequest}, taken apart but for its attributes, which wait for the vocabulary that reads them.
 *
 * @param globalWordCount how many words of the global dictionary the client knows; 0: it did not say
 */
record CheckMessage(
        byte[] message,
        int attributesOffset,
        int attributesLength,
        int globalWordCount,
        String dedupId,
        List<Call.Quotas.Ask> quotas) {
    static CheckMessage parse(byte[] message) throws InvalidRequestException {
        try {
            return read(message);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private static CheckMessage read(byte[] message) throws IOException, InvalidRequestException {
        var in = CodedInputStream.newInstance(message);
        int offset = 0;
        int length = 0;
        int globalWordCount = 0;
        String dedupId = "";
        List<Call.Quotas.Ask> quotas = List.of();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    if (offset != 0) {
                        throw new InvalidRequestException("the message has two sets of attributes");
                    }
                    length = in.readRawVarint32();
                    offset = in.getTotalBytesRead();
                    in.skipRawBytes(length);
                }
                case 2 << 3 -> globalWordCount = in.readUInt32();
                case 3 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> dedupId = in.readStringRequireUtf8();
                case 4 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    if (quotas.isEmpty()) {
                        quotas = new ArrayList<>();
                    }
                    quotas.add(readQuota(in));
                }
                default -> in.skipField(tag);
            }
        }
        Dictionaries.requireKnown(Integer.toUnsignedLong(globalWordCount));
        return new CheckMessage(message, offset, length, globalWordCount, dedupId, quotas);
    }

    private static Call.Quotas.Ask readQuota(CodedInputStream in) throws IOException {
        int end = in.pushLimit(in.readRawVarint32());
        String name = "";
        long amount = 0;
        boolean bestEffort = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                name = in.readStringRequireUtf8();
            } else if (tag == (2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
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
        return new Call.Quotas.Ask(name, amount, bestEffort);
    }

    AttributeBag bag(Vocabulary vocabulary, Function<Vocabulary, Names> names) throws InvalidRequestException {
        var empty = WireBag.empty(message, names.apply(vocabulary));
        try {
            return empty.with(attributesOffset, attributesLength, Words.NONE);
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

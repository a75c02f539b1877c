package dev.mixer.server.front.mixer;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.dispatch.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A {@code ReportRequest}, taken apart but for its attributes. */
final class ReportMessage {
    private static final int INDEPENDENT_ENCODING = 1;

    /** A hundred times what sidecars send at once. A record may take two bytes; the bag made of it takes a thousand times that. */
    private static final int MOST_RECORDS = 10_000;

    /**
     * How large the maps of all records may become together: few bytes let ten thousand records inherit one large map.
     * Those of real reports take a kilobyte or two each.
     */
    private static final long MOST_MAP_BYTES = 64 << 20;

    private final byte[] message;
    private final List<Integer> places;
    private final Words defaultWords;
    private final boolean independent;

    /**
     * @param places offset and length of each record's attributes, alternating
     * @param independent whether each record stands alone; else each changes what the ones before it say
     */
    private ReportMessage(byte[] message, List<Integer> places, Words defaultWords, boolean independent) {
        this.message = message;
        this.places = places;
        this.defaultWords = defaultWords;
        this.independent = independent;
    }

    static ReportMessage parse(byte[] message) throws InvalidRequestException {
        var places = new ArrayList<Integer>();
        var words = new Words(message);
        int globalWordCount = 0;
        int semantics = 0;
        try {
            var in = CodedInputStream.newInstance(message);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case (1 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                        int length = in.readRawVarint32();
                        places.add(in.getTotalBytesRead());
                        places.add(length);
                        in.skipRawBytes(length);
                    }
                    case (2 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                        int length = in.readRawVarint32();
                        words.add(in.getTotalBytesRead(), length);
                        in.skipRawBytes(length);
                    }
                    case 3 << 3 -> globalWordCount = in.readUInt32();
                    case 4 << 3 -> semantics = in.readEnum();
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw CheckMessage.malformed(e);
        }
        if (places.size() / 2 > MOST_RECORDS) {
            throw new InvalidRequestException("the report has more than " + MOST_RECORDS + " records");
        }
        Dictionaries.requireKnown(Integer.toUnsignedLong(globalWordCount));
        if (semantics != 0 && semantics != INDEPENDENT_ENCODING) {
            throw new InvalidRequestException("repeated_attributes_semantics " + semantics
                    + " is neither DELTA_ENCODING nor INDEPENDENT_ENCODING");
        }
        return new ReportMessage(message, places, words, semantics == INDEPENDENT_ENCODING);
    }

    List<AttributeBag> bags(Vocabulary vocabulary, Function<Vocabulary, Names> names) throws InvalidRequestException {
        var empty = WireBag.emptyOfReport(message, names.apply(vocabulary));
        var bags = new ArrayList<AttributeBag>(places.size() / 2);
        var last = empty;
        long mapBytes = 0;
        try {
            for (int i = 0; i < places.size(); i += 2) {
                last = (independent ? empty : last).with(places.get(i), places.get(i + 1), defaultWords);
                mapBytes += last.mapSize();
                if (mapBytes > MOST_MAP_BYTES) {
                    throw new InvalidRequestException("the maps of the report's records would take more than "
                            + MOST_MAP_BYTES + " bytes; send fewer records at a time");
                }
                bags.add(last);
            }
        } catch (IOException | UncheckedIOException e) {
            throw CheckMessage.malformed(e);
        }
        return bags;
    }
}

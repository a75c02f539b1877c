package dev.mixer.server.front.mixer;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.HeaderNames;
import dev.mixer.engine.attribute.HostAttributes;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.Unusable;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.spi.DnsName;
import dev.mixer.spi.EmailAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one {@code CompressedAttributes} message, read straight from its bytes. Decoding notes where each
 * value lies and refuses what contradicts itself (contract C10); values are made when they are read.
 */
final class WireBag implements AttributeBag {
    /*
     * A cell holds, by the field number in `fields`: a word's index (2), the number itself (3 to 5), or the offset and
     * length of an encoded value (6 to 9). Field 0 means absent. Arrays indexed by attribute id cost one cache line or
     * two and no objects; a delta-encoded report copies them for its next record.
     */
    private static final int STRINGS = 2;
    private static final int INT64S = 3;
    private static final int DOUBLES = 4;
    private static final int BOOLS = 5;
    private static final int TIMESTAMPS = 6;
    private static final int DURATIONS = 7;
    private static final int BYTES = 8;
    private static final int STRING_MAPS = 9;

    /**
     * How much larger than their message its maps may become. Few bytes repeat a long word any number of times; real headers
     * repeat short ones.
     */
    private static final int MAPS_GROW = 16;

    private static final int MAPS_GROW_AT_LEAST = 1 << 16;

    /** What an entry of a map costs beside its words. */
    private static final int ENTRY_BYTES = 16;

    private final byte[] message;
    private final Names names;
    private final byte[] fields;
    private final long[] cells;
    private final Words[] words;
    /** How large each map becomes, by attribute id; null where nobody asks: a check has one record. */
    private final long @Nullable [] mapSizes;

    private long mapBytes;

    private WireBag(
            byte[] message, Names names, byte[] fields, long[] cells, Words[] words, long @Nullable [] mapSizes) {
        this.message = message;
        this.names = names;
        this.fields = fields;
        this.cells = cells;
        this.words = words;
        this.mapSizes = mapSizes;
    }

    /** A bag that holds nothing, on which the first message of a request builds. */
    static WireBag empty(byte[] message, Names names) {
        int size = names.vocabulary().size();
        return new WireBag(message, names, new byte[size], new long[size], new Words[size], null);
    }

    /** The same for the records of a report, which may inherit maps from each other. */
    static WireBag emptyOfReport(byte[] message, Names names) {
        int size = names.vocabulary().size();
        return new WireBag(message, names, new byte[size], new long[size], new Words[size], new long[size]);
    }

    /** How large the maps of a report's record become, inherited ones included. */
    long mapSize() {
        return mapSizes == null ? mapBytes : LongStream.of(mapSizes).sum();
    }

    /**
     * This bag changed by a message.
     *
     * @param defaultWords for a message without words of its own
     */
    WireBag with(int offset, int length, Words defaultWords) throws IOException, InvalidRequestException {
        var next = new WireBag(
                message,
                names,
                fields.clone(),
                cells.clone(),
                words.clone(),
                mapSizes == null ? null : mapSizes.clone());
        next.decode(offset, length, defaultWords);
        return next;
    }

    private void decode(int offset, int length, Words defaultWords) throws IOException, InvalidRequestException {
        var in = CodedInputStream.newInstance(message, offset, length);
        var own = new Words(message);
        int[] entries = new int[96];
        int count = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (field > STRING_MAPS || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                in.skipField(tag);
                continue;
            }
            int size = in.readRawVarint32();
            int start = offset + in.getTotalBytesRead();
            in.skipRawBytes(size);
            if (field == 1) {
                own.add(start, size);
                continue;
            }
            if (count + 3 > entries.length) {
                entries = Arrays.copyOf(entries, entries.length * 2);
            }
            entries[count++] = field;
            entries[count++] = start;
            entries[count++] = size;
        }
        var dictionary = own.isEmpty() ? defaultWords : own;
        var seen = new long[(fields.length + 63) >> 6];
        for (int i = 0; i < count; i += 3) {
            addEntry(entries[i], entries[i + 1], entries[i + 2], dictionary, seen);
        }
    }

    private void addEntry(int field, int offset, int length, Words dictionary, long[] seen)
            throws IOException, InvalidRequestException {
        var in = CodedInputStream.newInstance(message, offset, length);
        int key = 0;
        long cell = 0;
        boolean hasMessage = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == 8) {
                key = in.readSInt32();
            } else if (tag == valueTag(field)) {
                cell = readCell(field, offset, in);
                if (field >= TIMESTAMPS && field != BYTES && hasMessage) {
                    throw new InvalidRequestException("a value of the attributes is split in two");
                }
                hasMessage = true;
            } else {
                in.skipField(tag);
            }
        }
        dictionary.require(key);
        long before = mapBytes;
        if (field == STRINGS) {
            dictionary.require((int) cell);
        } else if (field == STRING_MAPS) {
            checkMap((int) (cell >>> 32), (int) cell, dictionary);
        } else if (field == TIMESTAMPS || field == DURATIONS) {
            checkTime((int) (cell >>> 32), (int) cell);
        }
        var attribute = attribute(key, dictionary);
        if (attribute == null) {
            return;
        }
        int id = attribute.id();
        requireType(attribute, field);
        if ((seen[id >> 6] & 1L << id) != 0) {
            throw new InvalidRequestException("attribute " + attribute + " is in the message twice");
        }
        if (field == BYTES && (int) cell != 4 && (int) cell != 16) {
            throw new InvalidRequestException(
                    "attribute " + attribute + " has " + (int) cell + " bytes; an IP address has 4 or 16");
        }
        seen[id >> 6] |= 1L << id;
        fields[id] = (byte) field;
        cells[id] = cell;
        words[id] = dictionary;
        if (mapSizes != null && field == STRING_MAPS) {
            mapSizes[id] = mapBytes - before;
        }
    }

    private static long readCell(int field, int offset, CodedInputStream in) throws IOException {
        return switch (field) {
            case STRINGS -> in.readSInt32();
            case INT64S -> in.readInt64();
            case DOUBLES -> in.readFixed64();
            case BOOLS -> in.readBool() ? 1 : 0;
            default -> {
                int size = in.readRawVarint32();
                long start = (long) offset + in.getTotalBytesRead();
                in.skipRawBytes(size);
                yield start << 32 | size;
            }
        };
    }

    private static int valueTag(int field) {
        int wireType = switch (field) {
            case STRINGS, INT64S, BOOLS -> WireFormat.WIRETYPE_VARINT;
            case DOUBLES -> WireFormat.WIRETYPE_FIXED64;
            default -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
        };
        return (2 << 3) | wireType;
    }

    private @Nullable Attribute attribute(int key, Words dictionary) throws InvalidRequestException {
        if (key >= 0) {
            return names.attribute(key);
        }
        var name = dictionary.word(key);
        if (name == null) {
            throw new InvalidRequestException("an attribute's name is not valid UTF-8");
        }
        var attribute = names.vocabulary().get(name);
        // The global dictionary holds none of these, so this is the only way in.
        if (attribute != null && HostAttributes.owns(name)) {
            throw new InvalidRequestException("attribute " + name + " is the host's own: no client may state it");
        }
        return attribute;
    }

    private static void requireType(Attribute attribute, int field) throws InvalidRequestException {
        int wanted = switch (attribute.type()) {
            case STRING, EMAIL_ADDRESS, URI, DNS_NAME -> STRINGS;
            case INT64 -> INT64S;
            case DOUBLE -> DOUBLES;
            case BOOL -> BOOLS;
            case TIMESTAMP -> TIMESTAMPS;
            case DURATION -> DURATIONS;
            case IP_ADDRESS -> BYTES;
            case STRING_MAP -> STRING_MAPS;
        };
        if (field != wanted) {
            throw new InvalidRequestException("attribute " + attribute + " is " + attribute.type()
                    + ", but the message has it in field " + field + " of CompressedAttributes");
        }
    }

    /** Refuses a map with an index outside the dictionaries, and maps that are large by repetition alone. */
    private void checkMap(int offset, int length, Words dictionary) throws IOException, InvalidRequestException {
        var map = new MapEntries(message, offset, length);
        while (map.next()) {
            dictionary.require(map.key());
            dictionary.require(map.value());
            mapBytes += ENTRY_BYTES + dictionary.size(map.key()) + (long) dictionary.size(map.value());
        }
        if (mapBytes > Math.max(MAPS_GROW_AT_LEAST, (long) MAPS_GROW * message.length)) {
            throw new InvalidRequestException("the maps of the message repeat its words too often");
        }
    }

    /** Refuses what is no time: protobuf's parsers do, whether or not anyone reads the value. */
    private void checkTime(int offset, int length) throws IOException {
        var in = CodedInputStream.newInstance(message, offset, length);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            in.skipField(tag);
        }
    }

    @Override
    public boolean has(Attribute attribute) {
        return fields[attribute.id()] != 0;
    }

    @Override
    public @Nullable Object value(Attribute attribute) {
        int id = attribute.id();
        long cell = cells[id];
        int offset = (int) (cell >>> 32);
        int length = (int) cell;
        try {
            return switch (fields[id]) {
                case 0 -> null;
                case STRINGS -> text(attribute, words[id].word((int) cell));
                case INT64S -> cell;
                case DOUBLES -> Double.longBitsToDouble(cell);
                case BOOLS -> cell != 0;
                case TIMESTAMPS -> {
                    var time = com.google.protobuf.Timestamp.parser().parseFrom(message, offset, length);
                    yield Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
                }
                case DURATIONS -> {
                    var span = com.google.protobuf.Duration.parser().parseFrom(message, offset, length);
                    yield Duration.ofSeconds(span.getSeconds(), span.getNanos());
                }
                case BYTES -> InetAddress.getByAddress(Arrays.copyOfRange(message, offset, offset + length));
                default -> map(attribute, words[id], offset, length);
            };
        } catch (IOException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return new Unusable(attribute + " cannot be read: " + e.getMessage());
        }
    }

    @Override
    public @Nullable Object entry(Attribute attribute, String key) {
        int id = attribute.id();
        if (fields[id] != STRING_MAPS) {
            return null;
        }
        boolean headers = Slots.headers(attribute);
        var dictionary = words[id];
        var map = new MapEntries(message, (int) (cells[id] >>> 32), (int) cells[id]);
        String found = null;
        StringBuilder joined = null;
        while (map.next()) {
            var name = dictionary.word(map.key());
            if (name == null) {
                return new Unusable(attribute + " has a key that is not valid UTF-8");
            }
            if (!(headers ? HeaderNames.same(name, key) : name.equals(key))) {
                continue;
            }
            var value = dictionary.word(map.value());
            if (value == null) {
                return new Unusable(attribute + "[" + key + "] is not valid UTF-8");
            }
            if (found == null) {
                found = headers ? value.strip() : value;
            } else if (headers) {
                joined = joined == null ? new StringBuilder(found) : joined;
                joined.append(',').append(value.strip());
            } else {
                return new Unusable(attribute + "[" + key + "] is in the message twice");
            }
        }
        return joined == null ? found : joined.toString();
    }

    private static Object text(Attribute attribute, @Nullable String text) {
        if (text == null) {
            return new Unusable(attribute + " is not valid UTF-8");
        }
        return switch (attribute.type()) {
            case EMAIL_ADDRESS -> EmailAddress.parse(text);
            case DNS_NAME -> DnsName.parse(text);
            case URI -> URI.create(text);
            default -> text;
        };
    }

    private Object map(Attribute attribute, Words dictionary, int offset, int length) {
        boolean headers = Slots.headers(attribute);
        var values = new LinkedHashMap<String, String>();
        // Builders: to join a header's ten thousand values one by one would copy them ten thousand times.
        var joined = new HashMap<String, StringBuilder>();
        var map = new MapEntries(message, offset, length);
        while (map.next()) {
            var key = dictionary.word(map.key());
            var value = dictionary.word(map.value());
            if (key == null || value == null) {
                return new Unusable(attribute + " holds text that is not valid UTF-8");
            }
            if (!headers) {
                if (values.put(key, value) != null) {
                    return new Unusable(attribute + "[" + key + "] is in the message twice");
                }
                continue;
            }
            var name = HeaderNames.fold(key);
            var earlier = values.putIfAbsent(name, value.strip());
            if (earlier != null) {
                joined.computeIfAbsent(name, _ -> new StringBuilder(earlier))
                        .append(',')
                        .append(value.strip());
            }
        }
        joined.forEach((name, text) -> values.put(name, text.toString()));
        return Collections.unmodifiableMap(values);
    }
}

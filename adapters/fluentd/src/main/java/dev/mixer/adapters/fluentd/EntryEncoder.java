package dev.mixer.adapters.fluentd;

import dev.mixer.adapters.sending.Texts;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.LogEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/** Makes of a log entry what the host keeps. Safe for use by many threads. */
final class EntryEncoder {
    private static final String TAG = "tag";
    private static final byte EVENT_TIME = 0;
    private static final int EVENT_TIME_BYTES = 8;
    private static final long LAST_SECOND = 0xFFFF_FFFFL;

    private final TagPattern pattern;
    private final boolean integerDuration;
    private final long mostBytes;
    private final InstantSource clock;

    EntryEncoder(FluentdParameters parameters, InstantSource clock) {
        this.pattern = new TagPattern(parameters.tag());
        this.integerDuration = parameters.integerDuration();
        this.mostBytes = parameters.maxRecordSize().bytes();
        this.clock = clock;
    }

    byte[] encode(Reported<LogEntry> record) throws AdapterException, IOException {
        var entry = record.instance();
        var name = pattern.of(record.instanceName());
        var fields = new TreeMap<>(entry.variables());
        fields.put("severity", new AttributeValue.Text(entry.severity()));
        var named = fields.remove(TAG);
        var tag = named == null ? "" : named.toText();
        if (named != null) {
            fields.put("name", new AttributeValue.Text(name));
        }
        var time = time(entry.timestamp().orElseGet(clock::instant));
        var kept = new StoredEntry(tag.isEmpty() ? name : Texts.wellFormed(tag), time, fields.size(), pairs(fields))
                .toBytes();
        if (kept.length > mostBytes) {
            throw AdapterException.permanent(
                    record.instanceName() + ": the entry of " + kept.length + " bytes is larger than max_record_size, "
                            + mostBytes + " bytes",
                    null);
        }
        return kept;
    }

    /** EventTime where its 32 bits reach, 1970 to 2106; else whole seconds, which the protocol takes as well. */
    private static byte[] time(Instant time) throws IOException {
        try (var packer = MessagePack.newDefaultBufferPacker()) {
            long second = time.getEpochSecond();
            int nano = time.getNano();
            if (second >= 0 && second <= LAST_SECOND) {
                packer.packExtensionTypeHeader(EVENT_TIME, EVENT_TIME_BYTES);
                packer.writePayload(ByteBuffer.allocate(EVENT_TIME_BYTES)
                        .putInt((int) second)
                        .putInt(nano)
                        .array());
            } else {
                packer.packLong(second);
            }
            return packer.toByteArray();
        }
    }

    private byte[] pairs(Map<String, AttributeValue> fields) throws IOException {
        try (var packer = MessagePack.newDefaultBufferPacker()) {
            for (var field : fields.entrySet()) {
                packer.packString(Texts.wellFormed(field.getKey()));
                pack(packer, field.getValue());
            }
            return packer.toByteArray();
        }
    }

    private void pack(MessagePacker packer, AttributeValue value) throws IOException {
        switch (value) {
            case AttributeValue.Int64(var number) -> packer.packLong(number);
            case AttributeValue.Float64(var number) -> packer.packDouble(number);
            case AttributeValue.Bool(var flag) -> packer.packBoolean(flag);
            case AttributeValue.Span(var duration) when integerDuration -> packer.packLong(wholeMilliseconds(duration));
            case AttributeValue.TextMap(var map) -> {
                packer.packMapHeader(map.size());
                for (var pair : new TreeMap<>(map).entrySet()) {
                    packer.packString(Texts.wellFormed(pair.getKey()));
                    packer.packString(Texts.wellFormed(pair.getValue()));
                }
            }
            default -> packer.packString(Texts.wellFormed(value.toText()));
        }
    }

    private static long wholeMilliseconds(Duration duration) {
        try {
            return duration.toMillis();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}

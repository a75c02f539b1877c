package dev.mixer.engine.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mixer.engine.spool.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that a backend will never take, one JSON object a line: {@code id, accepted, set_aside, reason} and {@code content}
 * or, where that is no UTF-8, {@code content_base64}. Each start of a handler that sets something aside begins a new file.
 */
final class DeadLetters implements AutoCloseable {
    private static final String PREFIX = "dead-letters-";
    private static final String SUFFIX = ".jsonl";
    private static final long MAX_FILE = 64 << 20;
    private static final JsonFactory JSON = new JsonFactory();

    private final Disk disk;
    private Disk.@Nullable Appender file;
    private long size;

    DeadLetters(Disk disk) {
        this.disk = disk;
    }

    /** Writes records down; they survive the end of the machine when this returns. After a failure some may be there. */
    void add(List<Shipment.Refused> refused, Instant now) throws IOException {
        if (refused.isEmpty()) {
            return;
        }
        var bytes = lines(refused, now);
        var target = target();
        try {
            target.write(ByteBuffer.wrap(bytes));
            target.sync();
            size += bytes.length;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Disk.Appender target() throws IOException {
        var current = file;
        if (current != null && size < MAX_FILE) {
            return current;
        }
        close();
        int number =
                1 + disk.list().stream().mapToInt(DeadLetters::number).max().orElse(0);
        var fresh = disk.create(PREFIX + number + SUFFIX);
        file = fresh;
        size = 0;
        disk.syncNames();
        return fresh;
    }

    private static int number(String name) {
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
            return 0;
        }
        try {
            return Integer.parseInt(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static byte[] lines(List<Shipment.Refused> refused, Instant now) throws IOException {
        var out = new ByteArrayOutputStream();
        for (var one : refused) {
            try (var json = JSON.createGenerator(out)) {
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.writeStartObject();
                json.writeStringField("id", one.record().parcel().id());
                json.writeStringField(
                        "accepted", one.record().parcel().accepted().toString());
                json.writeStringField("set_aside", now.toString());
                json.writeStringField("reason", one.reason());
                writeContent(json, one.record().parcel().content());
                json.writeEndObject();
            }
            out.write('\n');
        }
        return out.toByteArray();
    }

    private static void writeContent(JsonGenerator json, byte[] content) throws IOException {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            json.writeStringField("content", text.toString());
        } catch (CharacterCodingException e) {
            json.writeFieldName("content_base64");
            json.writeBinary(content);
        }
    }

    @Override
    public void close() {
        var current = file;
        file = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                // All that counts was synced before.
            }
        }
    }
}

package dev.mixer.adapters.opentelemetry;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Writes export requests around records that are encoded already. The requests of all three signals are built alike:
 * resources in field 1, each with itself in 1 and its scopes in 2, each with itself in 1 and its records in 2.
 */
final class Envelope {
    private static final ByteString SCOPE =
            InstrumentationScope.newBuilder().setName("mixer").build().toByteString();

    private Envelope() {}

    /** A request with the records of each resource. */
    static byte[] request(Map<Resource, List<ByteString>> records) {
        var out = new ByteArrayOutputStream();
        try {
            var request = CodedOutputStream.newInstance(out);
            for (var entry : records.entrySet()) {
                writeResource(request, entry.getKey().toByteString(), entry.getValue());
            }
            request.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }

    private static void writeResource(CodedOutputStream out, ByteString resource, List<ByteString> records)
            throws IOException {
        int scoped = size(1, SCOPE);
        for (var record : records) {
            scoped += size(2, record);
        }
        int length = size(1, resource)
                + CodedOutputStream.computeTagSize(2)
                + CodedOutputStream.computeUInt32SizeNoTag(scoped)
                + scoped;
        out.writeTag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(length);
        out.writeBytes(1, resource);
        out.writeTag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(scoped);
        out.writeBytes(1, SCOPE);
        for (var record : records) {
            out.writeBytes(2, record);
        }
    }

    private static int size(int field, ByteString bytes) {
        return CodedOutputStream.computeBytesSize(field, bytes);
    }
}

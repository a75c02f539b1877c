package dev.mixer.adapters.zipkin;

import static dev.mixer.adapters.sending.Texts.wellFormed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mixer.adapters.sending.SpanIds;
import dev.mixer.adapters.sending.Times;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.template.TraceSpan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Spans in Zipkin's JSON of version 2 (zipkin2-api.yaml). What the host keeps of a span is a byte that says the form, then
 * one JSON object.
 */
final class SpanJson {
    private static final byte LEFT_OUT = 0;
    private static final byte OBJECT = 1;
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int FIRST_CLIENT_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;

    private SpanJson() {}

    /** Stands for a span of a trace that is not sampled. */
    static byte[] leftOut() {
        return new byte[] {LEFT_OUT};
    }

    /** The span as the host keeps it. */
    static byte[] encode(TraceSpan span, SpanIds ids) throws IOException {
        long start = TimeUnit.NANOSECONDS.toMicros(Times.nanos("startTime", span.startTime()));
        long end = TimeUnit.NANOSECONDS.toMicros(Times.nanos("endTime", span.endTime()));
        var out = new ByteArrayOutputStream(512);
        out.write(OBJECT);
        try (var json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("traceId", ids.traceId());
            json.writeStringField("id", ids.spanId());
            if (!ids.parentId().isEmpty()) {
                json.writeStringField("parentId", ids.parentId());
            }
            json.writeStringField("kind", span.clientSpan() ? "CLIENT" : "SERVER");
            json.writeStringField("name", wellFormed(span.spanName()));
            json.writeNumberField("timestamp", start);
            // A clock that was set back in between leaves a span without a duration, which Zipkin knows.
            if (end >= start) {
                json.writeNumberField("duration", Math.max(1, end - start));
            }
            boolean client = span.clientSpan();
            writeEndpoint(json, client ? "localEndpoint" : "remoteEndpoint", span.sourceName(), span.sourceIp());
            writeEndpoint(
                    json, client ? "remoteEndpoint" : "localEndpoint", span.destinationName(), span.destinationIp());
            writeTags(json, span);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** The body of a request; empty where every span is left out. */
    static Optional<byte[]> list(List<Parcel> batch) {
        var out = new ByteArrayOutputStream(
                batch.stream().mapToInt(parcel -> parcel.content().length).sum() + 2);
        char separator = '[';
        for (var parcel : batch) {
            var content = parcel.content();
            if (content[0] == OBJECT) {
                out.write(separator);
                out.write(content, 1, content.length - 1);
                separator = ',';
            }
        }
        out.write(']');
        return separator == '[' ? Optional.empty() : Optional.of(out.toByteArray());
    }

    private static void writeEndpoint(JsonGenerator json, String field, String name, Optional<InetAddress> address)
            throws IOException {
        if (name.isEmpty() && address.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(field);
        if (!name.isEmpty()) {
            json.writeStringField("serviceName", wellFormed(name));
        }
        if (address.isPresent()) {
            var ip = address.get();
            json.writeStringField(ip instanceof Inet6Address ? "ipv6" : "ipv4", text(ip));
        }
        json.writeEndObject();
    }

    private static String text(InetAddress ip) {
        var text = ip.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static void writeTags(JsonGenerator json, TraceSpan span) throws IOException {
        var tags = new TreeMap<String, String>();
        putSize(tags, "request.size", span.requestSize());
        putSize(tags, "request.total_size", span.requestTotalSize());
        putSize(tags, "response.size", span.responseSize());
        putSize(tags, "response.total_size", span.responseTotalSize());
        if (!span.apiProtocol().isEmpty()) {
            tags.put("api.protocol", wellFormed(span.apiProtocol()));
        }
        if (span.httpStatusCode() > 0) {
            tags.put("http.status_code", Long.toString(span.httpStatusCode()));
        }
        // What the caller of a server got wrong is no error of that server.
        if (span.httpStatusCode() >= (span.clientSpan() ? FIRST_CLIENT_ERROR : FIRST_SERVER_ERROR)) {
            tags.put("error", Long.toString(span.httpStatusCode()));
        }
        span.spanTags().forEach((key, value) -> tags.put(wellFormed(key), wellFormed(value.toText())));
        json.writeObjectFieldStart("tags");
        for (var tag : tags.entrySet()) {
            json.writeStringField(tag.getKey(), tag.getValue());
        }
        json.writeEndObject();
    }

    private static void putSize(Map<String, String> tags, String key, long size) {
        if (size > 0) {
            tags.put(key, Long.toString(size));
        }
    }
}

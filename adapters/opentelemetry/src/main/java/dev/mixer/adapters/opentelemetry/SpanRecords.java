package dev.mixer.adapters.opentelemetry;

import static dev.mixer.adapters.sending.Texts.wellFormed;

import com.google.protobuf.ByteString;
import dev.mixer.adapters.sending.SpanIds;
import dev.mixer.adapters.sending.Times;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.template.TraceSpan;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Spans as OTLP has them; names of attributes are those of the semantic conventions where they have one. */
final class SpanRecords {
    private static final int FIRST_CLIENT_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;

    private SpanRecords() {}

    /** The service that a span is of. */
    static String service(TraceSpan span) {
        return wellFormed(span.clientSpan() ? span.sourceName() : span.destinationName());
    }

    static Span of(TraceSpan span, SpanIds ids) {
        long start = Times.nanos("startTime", span.startTime());
        // A clock that was set back in between leaves a span that took no time.
        long end = Math.max(start, Times.nanos("endTime", span.endTime()));
        var built = Span.newBuilder()
                .setTraceId(bytes(ids.longTraceId()))
                .setSpanId(bytes(ids.spanId()))
                .setParentSpanId(bytes(ids.parentId()))
                .setName(wellFormed(span.spanName()))
                .setKind(span.clientSpan() ? Span.SpanKind.SPAN_KIND_CLIENT : Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(end);
        attributes(span).forEach((key, value) -> built.addAttributes(Attributes.of(key, value)));
        // What the caller of a server got wrong is no error of that server.
        if (span.httpStatusCode() >= (span.clientSpan() ? FIRST_CLIENT_ERROR : FIRST_SERVER_ERROR)) {
            built.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        }
        return built.build();
    }

    private static Map<String, AttributeValue> attributes(TraceSpan span) {
        var attributes = new TreeMap<String, AttributeValue>();
        put(attributes, "http.request.body.size", span.requestSize());
        put(attributes, "http.request.size", span.requestTotalSize());
        put(attributes, "http.response.body.size", span.responseSize());
        put(attributes, "http.response.size", span.responseTotalSize());
        put(attributes, "http.response.status_code", span.httpStatusCode());
        put(attributes, "network.protocol.name", span.apiProtocol());
        put(attributes, "peer.service", span.clientSpan() ? span.destinationName() : span.sourceName());
        span.sourceIp().ifPresent(ip -> put(attributes, "source.address", text(ip)));
        span.destinationIp().ifPresent(ip -> put(attributes, "destination.address", text(ip)));
        attributes.putAll(span.spanTags());
        return attributes;
    }

    private static void put(Map<String, AttributeValue> attributes, String key, long value) {
        if (value > 0) {
            attributes.put(key, new AttributeValue.Int64(value));
        }
    }

    private static void put(Map<String, AttributeValue> attributes, String key, String value) {
        if (!value.isEmpty()) {
            attributes.put(key, new AttributeValue.Text(value));
        }
    }

    private static String text(InetAddress ip) {
        var text = ip.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}

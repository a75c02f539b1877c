package dev.mixer.adapters.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.DurationText;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.Edge;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.spi.template.TraceSpan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A record as one JSON object (RFC 8259) in UTF-8, on one line. Its first keys are {@code template}, {@code instance} and
 * {@code time}; the others are the template's fields in snake case, empty ones left out, maps in key order.
 *
 * <p>Numbers and booleans keep their type; a 64-bit number is written whole, whatever a reader makes of it. NaN and the
 * infinities, which JSON lacks, are the texts {@code NaN}, {@code Infinity} and {@code -Infinity}. Times are RFC 3339 in
 * UTC, durations are seconds as text, {@code 0.25s}, both as in the JSON of Protocol Buffers. A surrogate without its other
 * half is U+FFFD.
 */
public final class RecordJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final int USUAL_BYTES = 512;

    private RecordJson() {}

    /**
     * Encodes a log entry, metric, span or edge.
     *
     * @param time when it happened, see {@link RecordTime}
     * @throws IllegalArgumentException for a record of another template
     */
    public static byte[] encode(Reported<?> record, Instant time) {
        var bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (var json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("template", template(record.instance()));
            text(json, "instance", record.instanceName());
            json.writeStringField("time", time.toString());
            switch (record.instance()) {
                case LogEntry entry -> fields(json, entry);
                case Metric metric -> fields(json, metric);
                case TraceSpan span -> fields(json, span);
                case Edge edge -> fields(json, edge);
                default -> throw unknown(record.instance());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /** The name of a record's template, {@code logentry}, {@code metric}, {@code tracespan} or {@code edge}. */
    public static String template(ReportInstance record) {
        return switch (record) {
            case LogEntry _ -> "logentry";
            case Metric _ -> "metric";
            case TraceSpan _ -> "tracespan";
            case Edge _ -> "edge";
            default -> throw unknown(record);
        };
    }

    private static IllegalArgumentException unknown(ReportInstance record) {
        return new IllegalArgumentException(record.getClass().getName() + " is no record that this writes");
    }

    private static void fields(JsonGenerator json, LogEntry entry) throws IOException {
        optional(json, "severity", entry.severity());
        values(json, "variables", entry.variables());
        resource(json, entry.monitoredResourceType(), entry.monitoredResourceDimensions());
    }

    private static void fields(JsonGenerator json, Metric metric) throws IOException {
        json.writeFieldName("value");
        value(json, metric.value());
        values(json, "dimensions", metric.dimensions());
        resource(json, metric.monitoredResourceType(), metric.monitoredResourceDimensions());
    }

    private static void fields(JsonGenerator json, TraceSpan span) throws IOException {
        text(json, "trace_id", span.traceId());
        optional(json, "span_id", span.spanId());
        optional(json, "parent_span_id", span.parentSpanId());
        text(json, "span_name", span.spanName());
        json.writeStringField("start_time", span.startTime().toString());
        json.writeStringField("end_time", span.endTime().toString());
        json.writeStringField("duration", DurationText.of(Duration.between(span.startTime(), span.endTime())));
        values(json, "span_tags", span.spanTags());
        number(json, "http_status_code", span.httpStatusCode());
        json.writeBooleanField("client_span", span.clientSpan());
        json.writeBooleanField("rewrite_client_span_id", span.rewriteClientSpanId());
        optional(json, "source_name", span.sourceName());
        address(json, "source_ip", span.sourceIp());
        optional(json, "destination_name", span.destinationName());
        address(json, "destination_ip", span.destinationIp());
        number(json, "request_size", span.requestSize());
        number(json, "request_total_size", span.requestTotalSize());
        number(json, "response_size", span.responseSize());
        number(json, "response_total_size", span.responseTotalSize());
        optional(json, "api_protocol", span.apiProtocol());
    }

    private static void fields(JsonGenerator json, Edge edge) throws IOException {
        optional(json, "source_workload_namespace", edge.sourceWorkloadNamespace());
        optional(json, "source_workload_name", edge.sourceWorkloadName());
        optional(json, "source_owner", edge.sourceOwner());
        optional(json, "source_uid", edge.sourceUid());
        optional(json, "destination_workload_namespace", edge.destinationWorkloadNamespace());
        optional(json, "destination_workload_name", edge.destinationWorkloadName());
        optional(json, "destination_owner", edge.destinationOwner());
        optional(json, "destination_uid", edge.destinationUid());
        optional(json, "destination_service_namespace", edge.destinationServiceNamespace());
        optional(json, "destination_service_name", edge.destinationServiceName());
        optional(json, "context_protocol", edge.contextProtocol());
        optional(json, "api_protocol", edge.apiProtocol());
    }

    private static void resource(JsonGenerator json, String type, Map<String, AttributeValue> dimensions)
            throws IOException {
        optional(json, "monitored_resource_type", type);
        values(json, "monitored_resource_dimensions", dimensions);
    }

    private static void values(JsonGenerator json, String name, Map<String, AttributeValue> values) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(name);
        for (var entry : new TreeMap<>(values).entrySet()) {
            json.writeFieldName(Unicode.wellFormed(entry.getKey()));
            value(json, entry.getValue());
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, AttributeValue value) throws IOException {
        switch (value) {
            case AttributeValue.Int64(var number) -> json.writeNumber(number);
            case AttributeValue.Bool(var flag) -> json.writeBoolean(flag);
            case AttributeValue.Float64(var number) when Double.isFinite(number) -> json.writeNumber(number);
            case AttributeValue.TextMap(var map) -> {
                json.writeStartObject();
                for (var entry : new TreeMap<>(map).entrySet()) {
                    text(json, Unicode.wellFormed(entry.getKey()), entry.getValue());
                }
                json.writeEndObject();
            }
            default -> json.writeString(Unicode.wellFormed(value.toText()));
        }
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        json.writeStringField(name, Unicode.wellFormed(value));
    }

    private static void optional(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            text(json, name, value);
        }
    }

    private static void number(JsonGenerator json, String name, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    private static void address(JsonGenerator json, String name, Optional<InetAddress> address) throws IOException {
        if (address.isPresent()) {
            json.writeStringField(name, address.get().getHostAddress());
        }
    }
}

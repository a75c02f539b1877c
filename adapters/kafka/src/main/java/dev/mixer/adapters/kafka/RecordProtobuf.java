package dev.mixer.adapters.kafka;

import com.google.protobuf.Timestamp;
import dev.mixer.adapters.telemetry.Unicode;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Reported;
import dev.mixer.telemetry.v1.Edge;
import dev.mixer.telemetry.v1.LogEntry;
import dev.mixer.telemetry.v1.Metric;
import dev.mixer.telemetry.v1.Record;
import dev.mixer.telemetry.v1.TextMap;
import dev.mixer.telemetry.v1.TraceSpan;
import dev.mixer.telemetry.v1.Value;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A record as {@code mixer.telemetry.v1.Record}. */
final class RecordProtobuf {
    private RecordProtobuf() {}

    static byte[] encode(Reported<?> reported, Instant time) {
        var record =
                Record.newBuilder().setInstance(text(reported.instanceName())).setTime(timestamp(time));
        switch (reported.instance()) {
            case dev.mixer.spi.template.LogEntry entry -> record.setLogEntry(of(entry));
            case dev.mixer.spi.template.Metric metric -> record.setMetric(of(metric));
            case dev.mixer.spi.template.TraceSpan span -> record.setTraceSpan(of(span));
            case dev.mixer.spi.template.Edge edge -> record.setEdge(of(edge));
            default -> throw new IllegalArgumentException(reported.instance().getClass() + " has no message");
        }
        return record.build().toByteArray();
    }

    private static LogEntry of(dev.mixer.spi.template.LogEntry entry) {
        var message = LogEntry.newBuilder()
                .setSeverity(text(entry.severity()))
                .setMonitoredResourceType(text(entry.monitoredResourceType()));
        put(entry.variables(), message::putVariables);
        put(entry.monitoredResourceDimensions(), message::putMonitoredResourceDimensions);
        return message.build();
    }

    private static Metric of(dev.mixer.spi.template.Metric metric) {
        var message = Metric.newBuilder()
                .setValue(value(metric.value()))
                .setMonitoredResourceType(text(metric.monitoredResourceType()));
        put(metric.dimensions(), message::putDimensions);
        put(metric.monitoredResourceDimensions(), message::putMonitoredResourceDimensions);
        return message.build();
    }

    private static TraceSpan of(dev.mixer.spi.template.TraceSpan span) {
        var message = TraceSpan.newBuilder()
                .setTraceId(text(span.traceId()))
                .setSpanId(text(span.spanId()))
                .setParentSpanId(text(span.parentSpanId()))
                .setSpanName(text(span.spanName()))
                .setStartTime(timestamp(span.startTime()))
                .setEndTime(timestamp(span.endTime()))
                .setHttpStatusCode(span.httpStatusCode())
                .setClientSpan(span.clientSpan())
                .setRewriteClientSpanId(span.rewriteClientSpanId())
                .setSourceName(text(span.sourceName()))
                .setSourceIp(address(span.sourceIp()))
                .setDestinationName(text(span.destinationName()))
                .setDestinationIp(address(span.destinationIp()))
                .setRequestSize(span.requestSize())
                .setRequestTotalSize(span.requestTotalSize())
                .setResponseSize(span.responseSize())
                .setResponseTotalSize(span.responseTotalSize())
                .setApiProtocol(text(span.apiProtocol()));
        put(span.spanTags(), message::putSpanTags);
        return message.build();
    }

    private static Edge of(dev.mixer.spi.template.Edge edge) {
        return Edge.newBuilder()
                .setSourceWorkloadNamespace(text(edge.sourceWorkloadNamespace()))
                .setSourceWorkloadName(text(edge.sourceWorkloadName()))
                .setSourceOwner(text(edge.sourceOwner()))
                .setSourceUid(text(edge.sourceUid()))
                .setDestinationWorkloadNamespace(text(edge.destinationWorkloadNamespace()))
                .setDestinationWorkloadName(text(edge.destinationWorkloadName()))
                .setDestinationOwner(text(edge.destinationOwner()))
                .setDestinationUid(text(edge.destinationUid()))
                .setDestinationServiceNamespace(text(edge.destinationServiceNamespace()))
                .setDestinationServiceName(text(edge.destinationServiceName()))
                .setContextProtocol(text(edge.contextProtocol()))
                .setApiProtocol(text(edge.apiProtocol()))
                .build();
    }

    private static void put(Map<String, AttributeValue> values, BiConsumer<String, Value> message) {
        values.forEach((name, value) -> message.accept(text(name), value(value)));
    }

    private static Value value(AttributeValue value) {
        var message = Value.newBuilder();
        switch (value) {
            case AttributeValue.Text(var text) -> message.setText(text(text));
            case AttributeValue.Int64(var number) -> message.setInt64(number);
            case AttributeValue.Float64(var number) -> message.setDouble(number);
            case AttributeValue.Bool(var flag) -> message.setBool(flag);
            case AttributeValue.Timestamp(var instant) -> message.setTimestamp(timestamp(instant));
            case AttributeValue.Span(var duration) -> message.setDuration(duration(duration));
            case AttributeValue.Ip(var address) -> message.setIpAddress(address.getHostAddress());
            case AttributeValue.Email _ -> message.setEmailAddress(text(value.toText()));
            case AttributeValue.Link _ -> message.setUri(text(value.toText()));
            case AttributeValue.Dns _ -> message.setDnsName(text(value.toText()));
            case AttributeValue.TextMap(var map) -> {
                var entries = TextMap.newBuilder();
                map.forEach((key, text) -> entries.putEntries(text(key), text(text)));
                message.setTextMap(entries);
            }
        }
        return message.build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** Seconds and nanoseconds of one sign, as the message wants; Java's nanoseconds are never negative. */
    private static com.google.protobuf.Duration duration(Duration duration) {
        boolean mixed = duration.getSeconds() < 0 && duration.getNano() > 0;
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.getSeconds() + (mixed ? 1 : 0))
                .setNanos(duration.getNano() - (mixed ? 1_000_000_000 : 0))
                .build();
    }

    private static String address(Optional<InetAddress> address) {
        return address.map(InetAddress::getHostAddress).orElse("");
    }

    private static String text(String text) {
        return Unicode.wellFormed(text);
    }
}

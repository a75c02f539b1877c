package dev.mixer.adapters.telemetry;

import static java.util.Map.entry;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.template.Edge;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.spi.template.TraceSpan;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The fields that a {@link TextTemplate} may name, by template. */
final class RecordFields {
    static final Map<String, Function<LogEntry, String>> LOG_ENTRY = Map.of(
            "severity", LogEntry::severity,
            "monitored_resource_type", LogEntry::monitoredResourceType);

    static final Map<String, Function<LogEntry, Map<String, AttributeValue>>> LOG_ENTRY_MAPS = Map.of(
            "variables", LogEntry::variables,
            "monitored_resource_dimensions", LogEntry::monitoredResourceDimensions);

    static final Map<String, Function<Metric, String>> METRIC = Map.of(
            "value", metric -> metric.value().toText(), "monitored_resource_type", Metric::monitoredResourceType);

    static final Map<String, Function<Metric, Map<String, AttributeValue>>> METRIC_MAPS = Map.of(
            "dimensions", Metric::dimensions, "monitored_resource_dimensions", Metric::monitoredResourceDimensions);

    static final Map<String, Function<TraceSpan, String>> TRACE_SPAN = Map.ofEntries(
            entry("trace_id", TraceSpan::traceId),
            entry("span_id", TraceSpan::spanId),
            entry("parent_span_id", TraceSpan::parentSpanId),
            entry("span_name", TraceSpan::spanName),
            entry("start_time", span -> span.startTime().toString()),
            entry("end_time", span -> span.endTime().toString()),
            entry("http_status_code", span -> Long.toString(span.httpStatusCode())),
            entry("client_span", span -> Boolean.toString(span.clientSpan())),
            entry("source_name", TraceSpan::sourceName),
            entry("source_ip", span -> text(span.sourceIp())),
            entry("destination_name", TraceSpan::destinationName),
            entry("destination_ip", span -> text(span.destinationIp())),
            entry("api_protocol", TraceSpan::apiProtocol));

    static final Map<String, Function<TraceSpan, Map<String, AttributeValue>>> TRACE_SPAN_MAPS =
            Map.of("span_tags", TraceSpan::spanTags);

    static final Map<String, Function<Edge, String>> EDGE = Map.ofEntries(
            entry("source_workload_namespace", Edge::sourceWorkloadNamespace),
            entry("source_workload_name", Edge::sourceWorkloadName),
            entry("source_owner", Edge::sourceOwner),
            entry("source_uid", Edge::sourceUid),
            entry("destination_workload_namespace", Edge::destinationWorkloadNamespace),
            entry("destination_workload_name", Edge::destinationWorkloadName),
            entry("destination_owner", Edge::destinationOwner),
            entry("destination_uid", Edge::destinationUid),
            entry("destination_service_namespace", Edge::destinationServiceNamespace),
            entry("destination_service_name", Edge::destinationServiceName),
            entry("context_protocol", Edge::contextProtocol),
            entry("api_protocol", Edge::apiProtocol));

    private RecordFields() {}

    private static String text(Optional<InetAddress> address) {
        return address.map(InetAddress::getHostAddress).orElse("");
    }
}

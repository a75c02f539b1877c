package dev.mixer.adapters.opentelemetry;

import dev.mixer.adapters.opentelemetry.MetricDefinition.Histogram;
import dev.mixer.adapters.opentelemetry.MetricDefinition.Kind;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.spi.template.TraceSpan;
import dev.mixer.testkit.Defaults;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records and definitions of the tests. */
final class Records {
    static final Instant START = Instant.parse("2026-01-02T03:04:05.678901234Z");
    static final String TRACE = "463ac35c9f6413ad48485a3953bb6124";

    private Records() {}

    static MetricDefinition definition(String instance, Kind kind, Map<String, ?> more) {
        var given = new HashMap<String, Object>(Map.of("instanceName", instance, "kind", kind));
        given.putAll(more);
        return Defaults.of(MetricDefinition.class, given);
    }

    static List<MetricDefinition> definitions() {
        return List.of(
                definition("count", Kind.COUNTER, Map.of("unit", "{request}", "description", "Requests.")),
                definition("level", Kind.GAUGE, Map.of()),
                definition("size", Kind.DISTRIBUTION, Map.of("bounds", List.of(1.0, 10.0), "unit", "By")),
                definition("latency", Kind.DISTRIBUTION, Map.of("histogram", Histogram.EXPONENTIAL)),
                definition("labelled", Kind.COUNTER, Map.of("labelNames", List.of("code"))),
                definition("sample", Kind.COUNTER, Map.of()));
    }

    static Metric metric(AttributeValue value, String code) {
        return new Metric(value, Map.of("code", new AttributeValue.Text(code)), "", Map.of());
    }

    static Metric metric(long value) {
        return metric(new AttributeValue.Int64(value), "200");
    }

    static Metric metric(double value) {
        return metric(new AttributeValue.Float64(value), "200");
    }

    static LogEntry log(Map<String, AttributeValue> variables) {
        return new LogEntry(
                variables,
                Optional.of(START),
                "Warning",
                "workload",
                Map.of("name", new AttributeValue.Text("reviews")));
    }

    static TraceSpan span(String traceId, String spanId, String parentId, Instant start, Instant end) {
        return span(traceId, spanId, parentId, start, end, false, "productpage", "reviews", 503);
    }

    static TraceSpan span(
            String traceId,
            String spanId,
            String parentId,
            Instant start,
            Instant end,
            boolean client,
            String source,
            String destination,
            long status) {
        return new TraceSpan(
                traceId,
                spanId,
                parentId,
                "GET /reviews",
                start,
                end,
                Map.of(
                        "retries", new AttributeValue.Int64(2),
                        "broken", new AttributeValue.Text("a\ud800b")),
                status,
                client,
                true,
                source,
                Optional.of(ip("10.1.2.3")),
                destination,
                Optional.of(ip("2001:db8::1")),
                10,
                120,
                3000,
                3100,
                "http");
    }

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}

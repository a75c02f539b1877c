package dev.mixer.adapters.telemetry;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.Edge;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.spi.template.TraceSpan;
import dev.mixer.testkit.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One row of a table under {@code cases}. */
record RecordCase(Map<?, ?> row) {
    static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    static Stream<RecordCase> of(String file) {
        try {
            var text = Files.readString(Path.of("src/test/resources/cases", file));
            var rows = (List<?>) new Load(LoadSettings.builder().build()).loadFromString(text);
            return rows.stream().map(row -> new RecordCase((Map<?, ?>) row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String key) {
        return String.valueOf(row.get(key));
    }

    boolean has(String key) {
        return row.containsKey(key);
    }

    Reported<?> record() {
        return new Reported<>("one.default", instance((Map<?, ?>) requireNonNull(row.get("record"))));
    }

    private static ReportInstance instance(Map<?, ?> fields) {
        return switch (String.valueOf(fields.get("template"))) {
            case "logentry" ->
                new LogEntry(
                        values(fields, "variables"),
                        Optional.ofNullable(fields.get("timestamp")).map(time -> Instant.parse(time.toString())),
                        string(fields, "severity"),
                        string(fields, "monitored_resource_type"),
                        values(fields, "monitored_resource_dimensions"));
            case "metric" ->
                new Metric(
                        value(requireNonNull(fields.get("value"))),
                        values(fields, "dimensions"),
                        string(fields, "monitored_resource_type"),
                        values(fields, "monitored_resource_dimensions"));
            case "tracespan" -> (TraceSpan) Samples.of(TraceSpan.class).orElseThrow();
            case "edge" -> (Edge) Samples.of(Edge.class).orElseThrow();
            case String other -> throw new AssertionError(other);
        };
    }

    private static String string(Map<?, ?> fields, String key) {
        var value = fields.get(key);
        return value == null ? "" : value.toString();
    }

    private static Map<String, AttributeValue> values(Map<?, ?> fields, String key) {
        var values = new LinkedHashMap<String, AttributeValue>();
        if (fields.get(key) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> values.put(name.toString(), value(value)));
        }
        return values;
    }

    private static AttributeValue value(Object value) {
        return switch (value) {
            case String text -> new AttributeValue.Text(text);
            case Integer number -> new AttributeValue.Int64(number);
            case Long number -> new AttributeValue.Int64(number);
            case Double number -> new AttributeValue.Float64(number);
            case Boolean flag -> new AttributeValue.Bool(flag);
            case Map<?, ?> map -> {
                var texts = new LinkedHashMap<String, String>();
                map.forEach((key, text) -> texts.put(key.toString(), text.toString()));
                yield new AttributeValue.TextMap(texts);
            }
            case List<?> typed ->
                typed(typed.getFirst().toString(), typed.getLast().toString());
            default -> throw new AssertionError(value);
        };
    }

    private static AttributeValue typed(String type, String text) {
        return switch (type) {
            case "timestamp" -> new AttributeValue.Timestamp(Instant.parse(text));
            case "duration" -> new AttributeValue.Span(Duration.parse("PT" + text));
            case "ip" -> new AttributeValue.Ip(address(text));
            case "utf16" -> {
                var units = new StringBuilder();
                for (var unit : text.split(" ", -1)) {
                    units.append((char) Integer.parseInt(unit, 16));
                }
                yield new AttributeValue.Text(units.toString());
            }
            default -> throw new AssertionError(type);
        };
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return has("does") ? text("does") : text("template");
    }
}

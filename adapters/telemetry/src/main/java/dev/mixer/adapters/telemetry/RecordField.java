package dev.mixer.adapters.telemetry;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.Edge;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.spi.template.TraceSpan;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One field that a {@link TextTemplate} names, found once for all templates; empty for a record that lacks it. */
@FunctionalInterface
interface RecordField {
    String of(Reported<?> record, Instant time);

    /**
     * The field of that name.
     *
     * @throws IllegalArgumentException if no template has one
     */
    static RecordField named(String name) {
        return switch (name) {
            case "template" -> (record, _) -> RecordJson.template(record.instance());
            case "instance" -> (record, _) -> record.instanceName();
            case "time" -> (_, time) -> time.toString();
            default -> ofTemplates(name);
        };
    }

    private static RecordField ofTemplates(String name) {
        int dot = name.indexOf('.');
        var entry = field(RecordFields.LOG_ENTRY, RecordFields.LOG_ENTRY_MAPS, name, dot);
        var metric = field(RecordFields.METRIC, RecordFields.METRIC_MAPS, name, dot);
        var span = field(RecordFields.TRACE_SPAN, RecordFields.TRACE_SPAN_MAPS, name, dot);
        var edge = field(RecordFields.EDGE, Map.of(), name, dot);
        if (entry == null && metric == null && span == null && edge == null) {
            throw new IllegalArgumentException("{" + name + "} is no field of a record; write one of " + names());
        }
        return (record, _) -> switch (record.instance()) {
            case LogEntry it when entry != null -> entry.apply(it);
            case Metric it when metric != null -> metric.apply(it);
            case TraceSpan it when span != null -> span.apply(it);
            case Edge it when edge != null -> edge.apply(it);
            default -> "";
        };
    }

    private static <T> @Nullable Function<T, String> field(
            Map<String, Function<T, String>> plain,
            Map<String, Function<T, Map<String, AttributeValue>>> maps,
            String name,
            int dot) {
        if (dot < 0) {
            return plain.get(name);
        }
        var map = maps.get(name.substring(0, dot));
        var key = name.substring(dot + 1);
        if (map == null || key.isEmpty()) {
            return null;
        }
        return record -> {
            var value = map.apply(record).get(key);
            return value == null ? "" : value.toText();
        };
    }

    private static String names() {
        var names = new TreeSet<String>();
        names.addAll(java.util.List.of("template", "instance", "time"));
        names.addAll(RecordFields.LOG_ENTRY.keySet());
        names.addAll(RecordFields.METRIC.keySet());
        names.addAll(RecordFields.TRACE_SPAN.keySet());
        names.addAll(RecordFields.EDGE.keySet());
        RecordFields.LOG_ENTRY_MAPS.keySet().forEach(map -> names.add(map + ".KEY"));
        RecordFields.METRIC_MAPS.keySet().forEach(map -> names.add(map + ".KEY"));
        RecordFields.TRACE_SPAN_MAPS.keySet().forEach(map -> names.add(map + ".KEY"));
        return String.join(", ", names);
    }
}

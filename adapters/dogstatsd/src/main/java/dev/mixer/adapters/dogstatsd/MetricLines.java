package dev.mixer.adapters.dogstatsd;

import dev.mixer.adapters.statsdline.Amount;
import dev.mixer.adapters.statsdline.InstanceNames;
import dev.mixer.adapters.statsdline.Line;
import dev.mixer.adapters.statsdline.Sampling;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.Metric;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Makes lines of metrics. Immutable; the host keeps the lines as they go to the agent. */
final class MetricLines {
    private final Map<String, Entry> byInstance = new HashMap<>();
    private final Sampling sampling;

    private record Entry(DogstatsdParameters.Kind type, String name, Map<String, String> tags) {}

    MetricLines(DogstatsdParameters parameters, String handlerName, Sampling sampling) {
        this.sampling = sampling;
        var namespace = InstanceNames.namespaceOf(handlerName);
        parameters.metrics().forEach((instance, info) -> {
            var tags = new HashMap<>(parameters.globalTags());
            tags.putAll(info.tags());
            var name = parameters.dottedPrefix() + (info.name().isEmpty() ? instance : info.name());
            byInstance.put(InstanceNames.full(instance, namespace), new Entry(info.type(), name, tags));
        });
    }

    byte[] encode(Reported<Metric> record) throws AdapterException {
        var entry = byInstance.get(record.instanceName());
        if (entry == null) {
            throw AdapterException.permanent("metrics has no entry for " + record.instanceName(), null);
        }
        try {
            var metric = record.instance();
            return line(entry, tags(entry, metric.dimensions()), Amount.of(metric.value()));
        } catch (IllegalArgumentException e) {
            throw AdapterException.permanent(record.instanceName() + ": " + e.getMessage(), e);
        }
    }

    private byte[] line(Entry entry, Map<String, String> tags, Amount amount) {
        return switch (entry.type()) {
            case COUNTER -> sampled(entry, amount.notDuration("a COUNTER").notNegative("a COUNTER"), "c", tags);
            case GAUGE -> Line.of(entry.name(), amount.notDuration("a GAUGE").text(), "g", "", tags);
            case DISTRIBUTION ->
                amount.isDuration()
                        ? sampled(entry, amount.notNegative("a duration"), "ms", tags)
                        : sampled(entry, amount, "h", tags);
        };
    }

    private byte[] sampled(Entry entry, Amount amount, String type, Map<String, String> tags) {
        var line = Line.of(entry.name(), amount.text(), type, sampling.suffix(), tags);
        return sampling.leavesOut() ? Sampling.LEFT_OUT : line;
    }

    /** In the order of their names, so that equal records are equal lines. */
    private static Map<String, String> tags(Entry entry, Map<String, AttributeValue> dimensions) {
        var tags = new TreeMap<>(entry.tags());
        dimensions.forEach((name, value) -> tags.put(name, value.toText()));
        return tags;
    }
}

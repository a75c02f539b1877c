package dev.mixer.adapters.statsd;

import dev.mixer.adapters.statsdline.Amount;
import dev.mixer.adapters.statsdline.InstanceNames;
import dev.mixer.adapters.statsdline.Line;
import dev.mixer.adapters.statsdline.Sampling;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.Metric;
import java.util.HashMap;
import java.util.Map;

/** Makes lines of metrics. Immutable; the host keeps the lines as they go to the server. */
final class MetricLines {
    private final Map<String, Entry> byInstance = new HashMap<>();
    private final Sampling sampling;

    private record Entry(StatsdParameters.Kind type, NameTemplate name) {}

    MetricLines(StatsdParameters parameters, String handlerName, Sampling sampling) {
        this.sampling = sampling;
        var namespace = InstanceNames.namespaceOf(handlerName);
        var prefix = parameters.prefix().isEmpty() ? "" : parameters.prefix() + ".";
        parameters.metrics().forEach((instance, info) -> {
            var name = info.nameTemplate().isEmpty() ? instance : info.nameTemplate();
            byInstance.put(
                    InstanceNames.full(instance, namespace), new Entry(info.type(), NameTemplate.parse(prefix + name)));
        });
    }

    byte[] encode(Reported<Metric> record) throws AdapterException {
        var entry = byInstance.get(record.instanceName());
        if (entry == null) {
            throw AdapterException.permanent("metrics has no entry for " + record.instanceName(), null);
        }
        try {
            var metric = record.instance();
            return line(entry.type(), entry.name().fill(metric.dimensions()), Amount.of(metric.value()));
        } catch (IllegalArgumentException e) {
            throw AdapterException.permanent(record.instanceName() + ": " + e.getMessage(), e);
        }
    }

    private byte[] line(StatsdParameters.Kind type, String name, Amount amount) {
        return switch (type) {
            case COUNTER -> sampled(name, amount.notDuration("a COUNTER").notNegative("a COUNTER"), "c");
            case GAUGE -> gauge(name, amount.notDuration("a GAUGE"));
            case DISTRIBUTION -> sampled(name, amount.notNegative("a DISTRIBUTION"), amount.isDuration() ? "ms" : "c");
        };
    }

    private byte[] sampled(String name, Amount amount, String type) {
        var line = Line.of(name, amount.text(), type, sampling.suffix(), Map.of());
        return sampling.leavesOut() ? Sampling.LEFT_OUT : line;
    }

    /** A sign makes a gauge go up or down, so one below 0 is first set to 0 (statsd, docs/metric_types.md). */
    private static byte[] gauge(String name, Amount amount) {
        var line = Line.of(name, amount.text(), "g", "", Map.of());
        return amount.isNegative() ? Line.join(Line.of(name, "0", "g", "", Map.of()), line) : line;
    }
}

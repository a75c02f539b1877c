package dev.mixer.engine.meter;

import dev.mixer.spi.Host;
import dev.mixer.spi.MetricFamily;
import dev.mixer.spi.MetricFamily.Label;
import dev.mixer.spi.MetricFamily.Series;
import dev.mixer.spi.SeriesSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * All meters of one host: its own and the families that handlers publish. Safe for use by many threads; counters are made
 * when something is wired, so that a call only adds.
 */
public final class MeterRegistry {
    private record Key(String name, List<Label> labels) {}

    private record Described(MetricFamily.Kind kind, String help) {}

    private final Map<Key, LongAdder> counters = new ConcurrentHashMap<>();
    private final Map<Key, DoubleSupplier> gauges = new ConcurrentHashMap<>();
    private final Map<String, Described> descriptions = new ConcurrentHashMap<>();
    private final Set<SeriesSource> sources = ConcurrentHashMap.newKeySet();
    private final Counter collisions = counter(
            "mixer_metric_families_hidden_total", "Families not shown because their name was taken by another source.");

    /** Something that only grows. */
    @FunctionalInterface
    public interface Counter extends Host.Counter {
        /** Adds one. */
        default void increment() {
            add(1);
        }
    }

    /** The counter of a name and labels, made where there is none. */
    public Counter counter(String name, String help, String... labelsAndValues) {
        descriptions.putIfAbsent(name, new Described(MetricFamily.Kind.COUNTER, help));
        var adder = counters.computeIfAbsent(new Key(name, labels(labelsAndValues)), _ -> new LongAdder());
        return adder::add;
    }

    /** Shows what {@code value} gives when scraped, in place of an earlier gauge of the same name and labels. */
    public void gauge(String name, String help, DoubleSupplier value, String... labelsAndValues) {
        descriptions.putIfAbsent(name, new Described(MetricFamily.Kind.GAUGE, help));
        gauges.put(new Key(name, labels(labelsAndValues)), value);
    }

    /** Forgets the meters that carry a label, as those of a handler that is gone. */
    public void removeLabelled(String label, String value) {
        var wanted = new Label(label, value);
        counters.keySet().removeIf(key -> key.labels().contains(wanted));
        gauges.keySet().removeIf(key -> key.labels().contains(wanted));
    }

    /** Shows a source's families until the returned handle is closed. */
    public Host.Cancellable publish(SeriesSource source) {
        sources.add(source);
        return () -> sources.remove(source);
    }

    /** Every family by name, each name once: the host's own before those of handlers. */
    public Collection<MetricFamily> collect() {
        var families = new TreeMap<String, MetricFamily>();
        collectOwn(families);
        for (var source : sources) {
            for (var family : source.collect()) {
                if (families.putIfAbsent(family.name(), family) != null) {
                    collisions.increment();
                }
            }
        }
        return families.values();
    }

    /** The value of a counter now; 0 where there is none. For tests and status pages. */
    public long count(String name, String... labelsAndValues) {
        var adder = counters.get(new Key(name, labels(labelsAndValues)));
        return adder == null ? 0 : adder.sum();
    }

    private void collectOwn(Map<String, MetricFamily> families) {
        var series = new LinkedHashMap<String, List<Series>>();
        counters.forEach((key, adder) -> add(series, key, (double) adder.sum()));
        gauges.forEach((key, value) -> add(series, key, value.getAsDouble()));
        series.forEach((name, list) -> {
            var described = descriptions.get(name);
            if (described != null) {
                families.put(name, new MetricFamily(name, described.help(), described.kind(), list));
            }
        });
    }

    private static void add(Map<String, List<Series>> series, Key key, double value) {
        series.computeIfAbsent(key.name(), _ -> new ArrayList<>())
                .add(new Series(key.labels(), new MetricFamily.Scalar(value)));
    }

    private static List<Label> labels(String... labelsAndValues) {
        if (labelsAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a label without a value: " + String.join(", ", labelsAndValues));
        }
        var labels = new ArrayList<Label>();
        for (int i = 0; i < labelsAndValues.length; i += 2) {
            labels.add(new Label(labelsAndValues[i], labelsAndValues[i + 1]));
        }
        return List.copyOf(labels);
    }
}

package dev.mixer.testkit;

import dev.mixer.spi.Host;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** Keeps counts and gauges by name and labels. */
final class RecordingMeters implements Host.Meters {
    private final Map<List<String>, LongAdder> counters = new ConcurrentHashMap<>();
    private final Map<List<String>, DoubleSupplier> gauges = new ConcurrentHashMap<>();

    @Override
    public Host.Counter counter(String name, String description, String... labelsAndValues) {
        var adder = counters.computeIfAbsent(key(name, labelsAndValues), _ -> new LongAdder());
        return amount -> {
            if (amount < 0) {
                throw new IllegalArgumentException("a counter counts up: " + amount);
            }
            adder.add(amount);
        };
    }

    @Override
    public void gauge(String name, String description, DoubleSupplier value, String... labelsAndValues) {
        gauges.put(key(name, labelsAndValues), value);
    }

    long count(String name, String... labelsAndValues) {
        var adder = counters.get(key(name, labelsAndValues));
        return adder == null ? 0 : adder.sum();
    }

    double value(String name, String... labelsAndValues) {
        var gauge = gauges.get(key(name, labelsAndValues));
        if (gauge == null) {
            throw new AssertionError("no gauge " + name + "; there are " + gauges.keySet());
        }
        return gauge.getAsDouble();
    }

    private static List<String> key(String name, String... labelsAndValues) {
        if (!name.matches("[a-z][a-z0-9_]*") || labelsAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("'" + name + "' with " + labelsAndValues.length + " labels and values");
        }
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(name), java.util.Arrays.stream(labelsAndValues))
                .toList();
    }
}

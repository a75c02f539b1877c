package dev.mixer.adapters.prometheus;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Host;
import dev.mixer.spi.MetricFamily;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.Metric;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The tables of one handler, by instance. */
final class Tables implements AutoCloseable {
    private final Map<String, SeriesTable> byInstance = new LinkedHashMap<>();
    private final InstantSource clock;
    private final Host.Counter overflows;

    /*
     * A handler and its successor are both open for a while, and share series. Only the newest shows them, so that no
     * family is shown twice; when a successor is given up, its predecessor is the newest again.
     */
    private final List<Tables> generations;

    Tables(PrometheusParameters parameters, Host host, @Nullable Tables previous) {
        this.clock = host.clock();
        this.overflows =
                host.meters().counter("prometheus_overflows_total", "Values that went to a metric's overflow series.");
        this.generations = previous == null ? new CopyOnWriteArrayList<>() : previous.generations;
        var namespace = host.handlerName().substring(host.handlerName().lastIndexOf('.') + 1);
        for (var metric : parameters.metrics()) {
            var instance = metric.fullInstanceName(namespace);
            var kept = previous == null ? null : previous.byInstance.get(instance);
            byInstance.put(
                    instance,
                    kept != null && kept.fits(metric, parameters.seriesLimit())
                            ? kept
                            : new SeriesTable(metric, parameters.seriesLimit()));
        }
        generations.add(this);
    }

    /** Records what can be recorded, then fails for the first that cannot. */
    void report(List<Reported<Metric>> batch) throws AdapterException {
        AdapterException failure = null;
        long now = clock.millis();
        for (var reported : batch) {
            try {
                if (!table(reported.instanceName()).add(reported.instance(), now)) {
                    overflows.add(1);
                }
            } catch (AdapterException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    Collection<MetricFamily> collect() {
        return generations.isEmpty() || generations.getLast() != this
                ? List.of()
                : byInstance.values().stream().map(SeriesTable::collect).toList();
    }

    void expire(Duration age) {
        long before = clock.instant().minus(age).toEpochMilli();
        byInstance.values().forEach(table -> table.expire(before));
    }

    @Override
    public void close() {
        generations.remove(this);
    }

    private SeriesTable table(String instance) throws AdapterException {
        var table = byInstance.get(instance);
        if (table == null) {
            throw AdapterException.permanent("no metric has the instance_name " + instance, null);
        }
        return table;
    }
}

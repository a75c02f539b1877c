package dev.mixer.adapters.prometheus;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.template.Metric;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps metrics in memory, for Prometheus to scrape from the host. */
public final class PrometheusAdapter implements Adapter<PrometheusParameters> {
    /** For the service loader. */
    public PrometheusAdapter() {}

    @Override
    public String name() {
        return "prometheus";
    }

    @Override
    public String description() {
        return "Keeps counters, gauges and distributions for Prometheus to scrape";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(Metric.class);
    }

    @Override
    public List<Problem> validate(PrometheusParameters parameters) {
        var problems = new ArrayList<Problem>();
        var names = new HashSet<String>();
        var instances = new HashSet<String>();
        for (int i = 0; i < parameters.metrics().size(); i++) {
            var metric = parameters.metrics().get(i);
            if (!names.add(metric.exposedName())) {
                problems.add(Problem.error("metrics[" + i + "].name", metric.exposedName() + " is there twice"));
            }
            if (!instances.add(metric.fullInstanceName(""))) {
                problems.add(Problem.error(
                        "metrics[" + i + "].instance_name", metric.instanceName() + " feeds another metric already"));
            }
        }
        return problems;
    }

    @Override
    public Handler open(PrometheusParameters parameters, Host host) {
        return open(parameters, host, null);
    }

    @Override
    public Handler reopen(PrometheusParameters parameters, Host host, Handler previous) {
        return open(parameters, host, previous.attachment(Tables.class).orElse(null));
    }

    private static Handler open(PrometheusParameters parameters, Host host, @Nullable Tables previous) {
        var tables = new Tables(parameters, host, previous);
        var builder = Handler.builder()
                .report(Metric.class, tables::report)
                .closing(tables)
                .closing(host.publish(tables::collect))
                .attach(tables)
                .neverBlocks();
        var expiration = parameters.metricsExpirationPolicy();
        if (expiration.metricsExpiryDuration().isPositive()) {
            builder.closing(host.scheduler()
                    .every(expiration.period(), () -> tables.expire(expiration.metricsExpiryDuration())));
        }
        return builder.build();
    }
}

package dev.mixer.adapters.statsd;

import dev.mixer.adapters.sending.HostPort;
import dev.mixer.adapters.statsdline.InstanceNames;
import dev.mixer.adapters.statsdline.LineSender;
import dev.mixer.adapters.statsdline.Sampling;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.template.Metric;
import java.util.List;
import java.util.Set;

/** Sends metrics to a StatsD server. */
public final class StatsdAdapter implements Adapter<StatsdParameters> {
    /** For the service loader. */
    public StatsdAdapter() {}

    @Override
    public String name() {
        return "statsd";
    }

    @Override
    public String description() {
        return "Sends counters, gauges and timers to a StatsD server";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(Metric.class);
    }

    @Override
    public List<Problem> validate(StatsdParameters parameters) {
        return InstanceNames.problems(parameters.metrics().keySet(), "sampling_rate", parameters.samplingRate());
    }

    @Override
    public Handler open(StatsdParameters parameters, Host host) {
        var leftOut = host.meters().counter("statsd_metrics_unsampled_total", "Values that sampling left out.");
        var lines = new MetricLines(parameters, host.handlerName(), new Sampling(parameters.samplingRate(), leftOut));
        var sender = new LineSender(
                HostPort.parse("address", parameters.address()),
                parameters.protocol(),
                parameters.packetBytes(),
                Integer.MAX_VALUE);
        return Handler.builder()
                .deliver(Metric.class, lines::encode)
                .sender(sender)
                .state(sender::state)
                .closing(sender)
                .neverBlocks()
                .build();
    }
}

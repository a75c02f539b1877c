package dev.mixer.adapters.dogstatsd;

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

/** Sends metrics with tags to a DogStatsD agent. */
public final class DogstatsdAdapter implements Adapter<DogstatsdParameters> {
    /** What passes every network in one piece. */
    private static final int PACKET_BYTES = 1432;

    /** For the service loader. */
    public DogstatsdAdapter() {}

    @Override
    public String name() {
        return "dogstatsd";
    }

    @Override
    public String description() {
        return "Sends counters, gauges, timers and histograms with tags to a DogStatsD agent";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(Metric.class);
    }

    @Override
    public List<Problem> validate(DogstatsdParameters parameters) {
        return InstanceNames.problems(parameters.metrics().keySet(), "sample_rate", parameters.sampleRate());
    }

    @Override
    public Handler open(DogstatsdParameters parameters, Host host) {
        var leftOut = host.meters().counter("dogstatsd_metrics_unsampled_total", "Values that sampling left out.");
        var lines = new MetricLines(parameters, host.handlerName(), new Sampling(parameters.sampleRate(), leftOut));
        var sender = new LineSender(
                HostPort.parse("address", parameters.address()), parameters.protocol(), PACKET_BYTES, (int)
                        Math.max(1, parameters.bufferLength()));
        return Handler.builder()
                .deliver(Metric.class, lines::encode)
                .sender(sender)
                .state(sender::state)
                .closing(sender)
                .neverBlocks()
                .build();
    }
}

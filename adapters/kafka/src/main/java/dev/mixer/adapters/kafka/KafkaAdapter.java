package dev.mixer.adapters.kafka;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.template.Edge;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.spi.template.TraceSpan;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Sends log entries, metrics, spans and edges to Kafka. */
public final class KafkaAdapter implements Adapter<KafkaParameters> {
    private static final Duration LOOK_PERIOD = Duration.ofSeconds(5);

    /** A batch that takes longer is a reason to look at the cluster. */
    private static final Duration SLOW = Duration.ofSeconds(3);

    /** For the service loader. */
    public KafkaAdapter() {}

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public String description() {
        return "Sends log entries, metrics, spans and edges to Kafka";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(LogEntry.class, Metric.class, TraceSpan.class, Edge.class);
    }

    @Override
    public List<Problem> validate(KafkaParameters parameters) {
        return ParameterProblems.of(parameters);
    }

    @Override
    public Handler open(KafkaParameters parameters, Host host) throws AdapterException {
        var clients = new Clients(parameters, host.handlerName());
        clients.check();
        var encoder = new RecordEncoder(parameters, host);
        var reachability = new Reachability(parameters, clients);
        var producers = new Producers(clients);
        var sender = new KafkaSender(parameters, producers, reachability, host.clock());
        host.scheduler().execute(reachability::look);
        var looking = host.scheduler().every(LOOK_PERIOD, () -> {
            if (reachability.isInDoubt() || isSlow(sender, host)) {
                reachability.look();
            }
        });
        return Handler.builder()
                .deliver(LogEntry.class, encoder::encode)
                .deliver(Metric.class, encoder::encode)
                .deliver(TraceSpan.class, encoder::encode)
                .deliver(Edge.class, encoder::encode)
                .sender(sender)
                .state(reachability::state)
                .closing(producers)
                .closing(looking)
                .build();
    }

    private static boolean isSlow(KafkaSender sender, Host host) {
        var since = sender.busySince();
        return since.isBefore(host.clock().instant().minus(SLOW));
    }
}

package dev.mixer.adapters.fluentd;

import dev.mixer.adapters.sending.Tls;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.template.LogEntry;
import java.util.List;
import java.util.Set;

/** Sends log entries to Fluentd. */
public final class FluentdAdapter implements Adapter<FluentdParameters> {
    /** For the service loader. */
    public FluentdAdapter() {}

    @Override
    public String name() {
        return "fluentd";
    }

    @Override
    public String description() {
        return "Sends log entries to Fluentd, Fluent Bit or another server of the Forward Protocol";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(LogEntry.class);
    }

    @Override
    public List<Problem> validate(FluentdParameters parameters) {
        return parameters.requireAck()
                ? List.of()
                : List.of(Problem.warning("require_ack", "is false: what a dying connection swallows is lost"));
    }

    @Override
    public Handler open(FluentdParameters parameters, Host host) throws AdapterException {
        var tls = parameters.tls()
                ? Tls.of(parameters.caCertificate(), parameters.clientCertificate(), parameters.clientKey())
                        .context()
                : null;
        var encoder = new EntryEncoder(parameters, host.clock());
        var sender = new FluentdSender(parameters, tls);
        return Handler.builder()
                .deliver(LogEntry.class, encoder::encode)
                .sender(sender)
                .state(sender::state)
                .closing(sender)
                .neverBlocks()
                .build();
    }
}

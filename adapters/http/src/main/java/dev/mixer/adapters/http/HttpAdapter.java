package dev.mixer.adapters.http;

import dev.mixer.adapters.web.Trust;
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
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Posts log entries, metrics, spans and edges as JSON to a URL. */
public final class HttpAdapter implements Adapter<HttpParameters> {
    /** For the service loader. */
    public HttpAdapter() {}

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String description() {
        return "Posts log entries, metrics, spans and edges as JSON to a URL";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(LogEntry.class, Metric.class, TraceSpan.class, Edge.class);
    }

    @Override
    public List<Problem> validate(HttpParameters parameters) {
        return ParameterProblems.of(parameters);
    }

    @Override
    public Handler open(HttpParameters parameters, Host host) throws AdapterException {
        Optional<SSLContext> trust = parameters.caFile().isPresent()
                ? Optional.of(trust(parameters.caFile().get()))
                : Optional.empty();
        var exchange = new Exchange(parameters.url(), parameters.timeout(), trust, host.clock());
        var sender = new HttpSender(parameters, exchange, host.clock());
        var encoder = new RecordEncoder(parameters.headers(), host.clock());
        return Handler.builder()
                .deliver(LogEntry.class, encoder::encode)
                .deliver(Metric.class, encoder::encode)
                .deliver(TraceSpan.class, encoder::encode)
                .deliver(Edge.class, encoder::encode)
                .sender(sender)
                .state(sender::state)
                .closing(exchange)
                .build();
    }

    private static SSLContext trust(Path caFile) throws AdapterException {
        try {
            return Trust.of(caFile);
        } catch (IOException e) {
            throw AdapterException.permanent("caFile " + caFile + " cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw AdapterException.permanent("caFile " + caFile + " is not PEM of certificates", e);
        }
    }
}

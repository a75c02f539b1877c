package dev.mixer.adapters.zipkin;

import dev.mixer.adapters.sending.Health;
import dev.mixer.adapters.sending.HttpPost;
import dev.mixer.adapters.sending.SpanIds;
import dev.mixer.adapters.sending.Tls;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.TraceSpan;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Sends spans to Zipkin in its JSON of version 2. */
public final class ZipkinAdapter implements Adapter<ZipkinParameters> {
    /** For the service loader. */
    public ZipkinAdapter() {}

    @Override
    public String name() {
        return "zipkin";
    }

    @Override
    public String description() {
        return "Sends spans to Zipkin";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(TraceSpan.class);
    }

    @Override
    public List<Problem> validate(ZipkinParameters parameters) {
        return parameters.sampleProbability() == 0
                ? List.of(Problem.warning("sample_probability", "is 0: no span is ever sent"))
                : List.of();
    }

    @Override
    public Handler open(ZipkinParameters parameters, Host host) throws AdapterException {
        var tls = Tls.of(parameters.caCertificate(), parameters.clientCertificate(), parameters.clientKey());
        var post = new HttpPost(tls, parameters.headers(), parameters.gzip(), parameters.timeout());
        var health = new Health();
        var left = host.meters().counter("zipkin_spans_unsampled_total", "Spans of traces that are not sampled.");
        return Handler.builder()
                .deliver(TraceSpan.class, record -> encode(record, parameters.sampleProbability(), left))
                .sender(new ZipkinSender(parameters.endpoint(), post, host.clock(), health))
                .state(health::state)
                .closing(post)
                .build();
    }

    private static byte[] encode(Reported<TraceSpan> record, double share, Host.Counter left)
            throws AdapterException, IOException {
        try {
            var ids = SpanIds.of(record.instance());
            if (ids.sampled() && ids.isAmong(share)) {
                return SpanJson.encode(record.instance(), ids);
            }
            left.add(1);
            return SpanJson.leftOut();
        } catch (IllegalArgumentException e) {
            throw AdapterException.permanent(record.instanceName() + ": " + e.getMessage(), e);
        }
    }
}

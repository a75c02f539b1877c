package dev.mixer.adapters.opentelemetry;

import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Protocol;
import dev.mixer.adapters.sending.Health;
import dev.mixer.adapters.sending.HttpPost;
import dev.mixer.adapters.sending.SpanIds;
import dev.mixer.adapters.sending.Times;
import dev.mixer.adapters.sending.Tls;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.spi.template.TraceSpan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Sends log entries, metrics and spans to a collector of OpenTelemetry by OTLP. */
public final class OpentelemetryAdapter implements Adapter<OpentelemetryParameters> {
    /** For the service loader. */
    public OpentelemetryAdapter() {}

    @Override
    public String name() {
        return "opentelemetry";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("otlp");
    }

    @Override
    public String description() {
        return "Sends log entries, metrics and spans to a collector of OpenTelemetry by OTLP, over gRPC or HTTP";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(LogEntry.class, Metric.class, TraceSpan.class);
    }

    @Override
    public List<Problem> validate(OpentelemetryParameters parameters) {
        var problems = new ArrayList<Problem>();
        var names = new HashSet<String>();
        var instances = new HashSet<String>();
        for (int i = 0; i < parameters.metrics().size(); i++) {
            var metric = parameters.metrics().get(i);
            if (!names.add(metric.name())) {
                problems.add(Problem.error("metrics[" + i + "].name", metric.name() + " is there twice"));
            }
            if (!instances.add(metric.fullInstanceName(""))) {
                problems.add(Problem.error(
                        "metrics[" + i + "].instance_name", metric.instanceName() + " feeds another metric already"));
            }
        }
        if (parameters.sampleProbability() == 0) {
            problems.add(Problem.warning("sample_probability", "is 0: no span is ever sent"));
        }
        return problems;
    }

    @Override
    public Handler open(OpentelemetryParameters parameters, Host host) throws AdapterException {
        var transport = transport(parameters, host);
        var clock = host.clock();
        var health = new Health();
        var aggregation = new Aggregation(
                parameters.temporality(), parameters.seriesLimit(), Times.nanos("the host's time", clock.instant()));
        var resources = new Resources(parameters.serviceName(), parameters.resourceAttributes());
        var left =
                host.meters().counter("opentelemetry_spans_unsampled_total", "Spans of traces that are not sampled.");
        var namespace = host.handlerName().substring(host.handlerName().lastIndexOf('.') + 1);
        var metrics = new MetricRecords(parameters.metrics(), namespace);
        return Handler.builder()
                .deliver(
                        LogEntry.class,
                        record -> encode(
                                record,
                                () -> Content.encode(
                                        Signal.LOGS,
                                        "",
                                        LogRecords.of(record, parameters.bodyVariable(), clock.instant()))))
                .deliver(
                        Metric.class,
                        record -> encode(
                                record, () -> Content.encode(Signal.METRICS, "", metrics.of(record, clock.instant()))))
                .deliver(
                        TraceSpan.class,
                        record -> encode(record, () -> span(record.instance(), parameters.sampleProbability(), left)))
                .sender(new OtlpSender(transport, resources, aggregation, clock, new Answers(host), health))
                .state(health::state)
                .closing(transport)
                .build();
    }

    private static Transport transport(OpentelemetryParameters parameters, Host host) throws AdapterException {
        var tls = Tls.of(parameters.caCertificate(), parameters.clientCertificate(), parameters.clientKey());
        if (parameters.protocol() == Protocol.GRPC) {
            return new GrpcTransport(parameters, tls);
        }
        var post = new HttpPost(tls, parameters.headers(), parameters.gzip(), parameters.timeout());
        return new HttpTransport(parameters.endpoint(), post, host.clock());
    }

    private static byte[] span(TraceSpan span, double share, Host.Counter left) {
        var ids = SpanIds.of(span);
        if (ids.sampled() && ids.isAmong(share)) {
            return Content.encode(Signal.TRACES, SpanRecords.service(span), SpanRecords.of(span, ids));
        }
        left.add(1);
        return Content.leftOut();
    }

    private static byte[] encode(Reported<?> record, Supplier<byte[]> encoding) throws AdapterException {
        try {
            return encoding.get();
        } catch (IllegalArgumentException e) {
            throw AdapterException.permanent(record.instanceName() + ": " + e.getMessage(), e);
        }
    }
}

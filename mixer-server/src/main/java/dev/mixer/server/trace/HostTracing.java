package dev.mixer.server.trace;

import dev.mixer.engine.config.settings.Tracing;
import dev.mixer.engine.meter.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the host's spans and sends them to a collector, in the background and without waiting for it: what a full queue or an
 * absent collector costs is spans, which are counted. Safe for use by many threads.
 */
public final class HostTracing implements AutoCloseable {
    private static final Duration SEND_LIMIT = Duration.ofSeconds(10);
    private static final long END_SECONDS = 3;

    /** W3C's headers go before B3's where a sidecar sends both. */
    private static final TextMapPropagator PROPAGATOR =
            TextMapPropagator.composite(B3Propagator.injectingSingleHeader(), W3CTraceContextPropagator.getInstance());

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final boolean ofChance;

    private HostTracing(SdkTracerProvider provider, boolean ofChance) {
        this.provider = provider;
        this.tracer = provider.get("dev.mixer");
        this.ofChance = ofChance;
    }

    /** Opens it; null where the settings name no collector. Connects to nothing yet. */
    public static @Nullable HostTracing open(Tracing settings, MeterRegistry meters) {
        var endpoint = settings.endpoint();
        if (endpoint == null) {
            return null;
        }
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(traces(endpoint).toString())
                .setCompression("gzip")
                .setTimeout(SEND_LIMIT)
                .build();
        var resource = Resource.getDefault().toBuilder()
                .put(AttributeKey.stringKey("service.name"), settings.serviceName())
                .build();
        var processor = BatchSpanProcessor.builder(new CountedExporter(exporter, meters))
                .setScheduleDelay(Duration.ofSeconds(1))
                .build();
        var provider = SdkTracerProvider.builder()
                .setResource(resource)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.share())))
                .addSpanProcessor(new CountedSpans(meters))
                .addSpanProcessor(processor)
                .build();
        return new HostTracing(provider, settings.share() > 0);
    }

    /** As the OTLP exporter specification has it: an endpoint for all signals gets the path of each. */
    private static URI traces(URI endpoint) {
        var text = endpoint.toString();
        return text.endsWith("/v1/traces")
                ? endpoint
                : URI.create(text.endsWith("/") ? text + "v1/traces" : text + "/v1/traces");
    }

    /**
     * The span of a call that begins now; null if it is not traced.
     *
     * @param name what is called, as the conventions for its protocol have it
     * @param headers the caller's; read for W3C's and B3's
     */
    public <H> @Nullable CallSpan begin(String name, H headers, TextMapGetter<H> getter) {
        var parent = PROPAGATOR.extract(Context.root(), headers, getter);
        var caller = Span.fromContext(parent).getSpanContext();
        if (caller.isValid() ? !caller.isSampled() : !ofChance) {
            return null;
        }
        var span = tracer.spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        return span.isRecording() ? new CallSpan(tracer, span) : null;
    }

    /** Sends what waits, for a few seconds at most. */
    @Override
    public void close() {
        provider.shutdown().join(END_SECONDS, TimeUnit.SECONDS);
    }
}

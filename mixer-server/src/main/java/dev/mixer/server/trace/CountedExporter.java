package dev.mixer.server.trace;

import dev.mixer.engine.meter.MeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Counts what became of spans. */
final class CountedExporter implements SpanExporter {
    private final SpanExporter exporter;
    private final MeterRegistry.Counter sent;
    private final MeterRegistry.Counter lost;

    CountedExporter(SpanExporter exporter, MeterRegistry meters) {
        this.exporter = exporter;
        this.sent = meters.counter(
                "mixer_trace_spans_sent_total", "Spans about the host's own work that the collector has.");
        this.lost = meters.counter(
                "mixer_trace_spans_lost_total",
                "Spans about the host's own work that could not be sent to the collector.");
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        var result = exporter.export(spans);
        return result.whenComplete(() -> (result.isSuccess() ? sent : lost).add(count));
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}

package dev.mixer.server.trace;

import dev.mixer.engine.meter.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Counts the spans that are made: those that were neither sent nor lost wait, or found the queue full. */
final class CountedSpans implements SpanProcessor {
    private final MeterRegistry.Counter made;

    CountedSpans(MeterRegistry meters) {
        this.made = meters.counter("mixer_trace_spans_made_total", "Spans made about the host's own work.");
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        made.increment();
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}

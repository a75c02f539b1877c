package dev.mixer.adapters.telemetry;

import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.template.Edge;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.TraceSpan;
import java.time.Instant;
import java.time.InstantSource;

/** When what a record tells of happened. */
public final class RecordTime {
    private RecordTime() {}

    /** The record's own time, for a span its start; now where it has none, as a metric. */
    public static Instant of(ReportInstance record, InstantSource clock) {
        return switch (record) {
            case LogEntry entry -> entry.timestamp().orElseGet(clock::instant);
            case TraceSpan span -> span.startTime();
            case Edge edge -> edge.timestamp();
            default -> clock.instant();
        };
    }
}

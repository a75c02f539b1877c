package dev.mixer.adapters.opentelemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mixer.spi.Host;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * What collectors say about requests that they took. A partial success names only a number: those records are counted and
 * logged, all others are there, and OTLP wants nothing sent again. Used by one thread at a time, as a sender is.
 */
final class Answers {
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final Host host;
    private final Map<Signal, Host.Counter> rejected = new EnumMap<>(Signal.class);
    private final Host.Counter overflows;
    private Instant nextLine = Instant.MIN;

    Answers(Host host) {
        this.host = host;
        for (var signal : Signal.values()) {
            rejected.put(
                    signal,
                    host.meters()
                            .counter(
                                    "opentelemetry_rejected_total",
                                    "Records or points that the collector rejected of a request that it took.",
                                    "signal",
                                    signal.label()));
        }
        this.overflows = host.meters()
                .counter("opentelemetry_overflows_total", "Values of series beyond series_limit, put into one series.");
    }

    /** Reads a response; those of all three signals are encoded alike. */
    void read(Signal signal, byte[] response) {
        ExportLogsPartialSuccess partial;
        try {
            partial = ExportLogsServiceResponse.parseFrom(response).getPartialSuccess();
        } catch (InvalidProtocolBufferException e) {
            log("the collector took a request of " + signal.label() + " and answered what is no response of OTLP");
            return;
        }
        long count = partial.getRejectedLogRecords();
        if (count > 0) {
            var counter = rejected.get(signal);
            if (counter != null) {
                counter.add(count);
            }
            log("the collector rejected " + count + " of " + signal.label() + ": " + partial.getErrorMessage());
        } else if (!partial.getErrorMessage().isEmpty()) {
            log("the collector took all of " + signal.label() + " and warns: " + partial.getErrorMessage());
        }
    }

    void overflowed(int values) {
        if (values > 0) {
            overflows.add(values);
        }
    }

    private void log(String line) {
        var now = host.clock().instant();
        if (!now.isBefore(nextLine)) {
            nextLine = now.plus(BETWEEN_LINES);
            host.logger().log(System.Logger.Level.WARNING, line);
        }
    }
}

package dev.mixer.adapters.opentelemetry;

import static dev.mixer.adapters.sending.Texts.wellFormed;

import dev.mixer.adapters.sending.Times;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.LogEntry;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;

/** Log entries as records of OTLP. */
final class LogRecords {
    private LogRecords() {}

    static LogRecord of(Reported<LogEntry> record, String bodyVariable, Instant now) {
        var entry = record.instance();
        var log = LogRecord.newBuilder()
                .setTimeUnixNano(Times.nanos("timestamp", entry.timestamp().orElse(now)))
                .setObservedTimeUnixNano(Times.nanos("the host's time", now))
                .setSeverityText(wellFormed(entry.severity()))
                .setSeverityNumber(number(entry.severity()))
                .addAttributes(Attributes.of("mixer.instance", record.instanceName()));
        new TreeMap<>(entry.variables()).forEach((key, value) -> {
            if (key.equals(bodyVariable)) {
                log.setBody(Attributes.value(value));
            } else {
                log.addAttributes(Attributes.of(key, value));
            }
        });
        if (!entry.monitoredResourceType().isEmpty()) {
            log.addAttributes(Attributes.of("monitored_resource.type", entry.monitoredResourceType()));
        }
        new TreeMap<>(entry.monitoredResourceDimensions())
                .forEach((key, value) -> log.addAttributes(Attributes.of("monitored_resource." + key, value)));
        return log.build();
    }

    /** As the data model of logs maps the names of syslog and of usual libraries (its appendix B). */
    private static SeverityNumber number(String severity) {
        return switch (severity.toLowerCase(Locale.ROOT)) {
            case "trace" -> SeverityNumber.SEVERITY_NUMBER_TRACE;
            case "debug" -> SeverityNumber.SEVERITY_NUMBER_DEBUG;
            case "info", "informational", "default" -> SeverityNumber.SEVERITY_NUMBER_INFO;
            case "notice" -> SeverityNumber.SEVERITY_NUMBER_INFO2;
            case "warn", "warning" -> SeverityNumber.SEVERITY_NUMBER_WARN;
            case "error", "err" -> SeverityNumber.SEVERITY_NUMBER_ERROR;
            case "critical", "crit" -> SeverityNumber.SEVERITY_NUMBER_ERROR2;
            case "alert" -> SeverityNumber.SEVERITY_NUMBER_ERROR3;
            case "fatal", "emergency", "emerg", "panic" -> SeverityNumber.SEVERITY_NUMBER_FATAL;
            default -> SeverityNumber.SEVERITY_NUMBER_UNSPECIFIED;
        };
    }
}

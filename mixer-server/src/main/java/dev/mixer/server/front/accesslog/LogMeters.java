package dev.mixer.server.front.accesslog;

import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.meter.MeterRegistry.Counter;

/**
 * What is counted over all streams.
 *
 * @param malformed messages that were skipped because they could not be read or were too large
 * @param failed messages of which a part was not taken
 */
record LogMeters(Counter malformed, Counter failed) {
    static LogMeters in(MeterRegistry meters) {
        return new LogMeters(
                meters.counter(
                        "mixer_access_log_malformed_total", "Access log messages skipped: unreadable or too large."),
                meters.counter(
                        "mixer_access_log_failures_total", "Access log messages of which a part was not taken."));
    }
}

package dev.mixer.adapters.opentelemetry;

import java.util.Locale;

/** The three kinds of telemetry that OTLP carries, each with a service and a path of its own. */
enum Signal {
    LOGS("logs.v1.LogsService", "/v1/logs"),
    METRICS("metrics.v1.MetricsService", "/v1/metrics"),
    TRACES("trace.v1.TraceService", "/v1/traces");

    private final String service;
    private final String path;

    Signal(String service, String path) {
        this.service = service;
        this.path = path;
    }

    String fullMethodName() {
        return "opentelemetry.proto.collector." + service + "/Export";
    }

    /** Of OTLP/HTTP. */
    String path() {
        return path;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.mixer.testkit;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Instance;
import dev.mixer.spi.template.ApiKey;
import dev.mixer.spi.template.ApiKeyCaller;
import dev.mixer.spi.template.Authorization;
import dev.mixer.spi.template.CheckNothing;
import dev.mixer.spi.template.Edge;
import dev.mixer.spi.template.Jwt;
import dev.mixer.spi.template.JwtCheck;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.spi.template.Quota;
import dev.mixer.spi.template.RateLimit;
import dev.mixer.spi.template.ReportNothing;
import dev.mixer.spi.template.TraceSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One plausible instance of each standard template. */
public final class Samples {
    private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05Z");
    private static final Map<Class<? extends Instance>, Instance> ALL = all();

    private Samples() {}

    /** The standard templates. */
    public static Set<Class<? extends Instance>> templates() {
        return ALL.keySet();
    }

    /** An instance of a standard template; empty for any other template. */
    public static Optional<Instance> of(Class<? extends Instance> template) {
        return Optional.ofNullable(ALL.get(template));
    }

    private static Map<Class<? extends Instance>, Instance> all() {
        Map<String, AttributeValue> dimensions = Map.of(
                "source", new AttributeValue.Text("productpage"),
                "response_code", new AttributeValue.Int64(200));
        var samples = new LinkedHashMap<Class<? extends Instance>, Instance>();
        put(samples, new CheckNothing());
        put(samples, new ReportNothing());
        put(samples, new ListEntry("v1"));
        put(samples, new ApiKey("books", "v1", "list", "key-1", Optional.of(WHEN)));
        put(samples, new ApiKeyCaller("key-1"));
        put(samples, new Jwt("", "", Map.of()));
        put(samples, new JwtCheck("", "", Map.of()));
        put(
                samples,
                new Authorization(
                        new Authorization.Subject("alice", "readers", Map.of()),
                        new Authorization.Action("default", "books", "GET", "/books", Map.of())));
        put(samples, new Quota(dimensions));
        put(samples, new RateLimit("books_alice", 1_000_000, Duration.ofSeconds(60)));
        put(samples, new Metric(new AttributeValue.Int64(1), dimensions, "", Map.of()));
        put(samples, new LogEntry(dimensions, Optional.of(WHEN), "info", "", Map.of()));
        put(samples, span(dimensions));
        put(samples, new Edge(WHEN, "default", "a", "", "", "default", "b", "", "", "default", "b", "http", "http"));
        return java.util.Collections.unmodifiableMap(samples);
    }

    private static TraceSpan span(Map<String, AttributeValue> tags) {
        return new TraceSpan(
                "463ac35c9f6413ad48485a3953bb6124",
                "0020000000000001",
                "",
                "GET /books",
                WHEN,
                WHEN.plusMillis(12),
                tags,
                200,
                false,
                false,
                "productpage",
                Optional.empty(),
                "books",
                Optional.empty(),
                10,
                120,
                3000,
                3100,
                "http");
    }

    private static void put(Map<Class<? extends Instance>, Instance> samples, Instance instance) {
        samples.put(instance.getClass(), instance);
    }
}

package dev.mixer.adapters.zipkin;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.template.TraceSpan;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Spans of a productpage that calls reviews. */
final class Spans {
    private Spans() {}

    static String newTraceId() {
        var bytes = new byte[16];
        ThreadLocalRandom.current().nextBytes(bytes);
        bytes[0] |= 1;
        return HexFormat.of().formatHex(bytes);
    }

    static TraceSpan server(String traceId, String spanId, String parentId, Instant start) {
        return span(traceId, spanId, parentId, start, start.plusNanos(12_345_678), false, false, 200);
    }

    static TraceSpan span(
            String traceId,
            String spanId,
            String parentId,
            Instant start,
            Instant end,
            boolean client,
            boolean rewrite,
            long status) {
        return new TraceSpan(
                traceId,
                spanId,
                parentId,
                "GET /reviews",
                start,
                end,
                Map.of(
                        "http.method",
                        new AttributeValue.Text("GET"),
                        "broken",
                        new AttributeValue.Text("a\ud800b"),
                        "retries",
                        new AttributeValue.Int64(2)),
                status,
                client,
                rewrite,
                "productpage",
                Optional.of(ip("10.1.2.3")),
                "reviews",
                Optional.of(ip("2001:db8::1")),
                10,
                120,
                3000,
                3100,
                "http");
    }

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.mixer.server.trace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mixer.engine.config.settings.Tracing;
import dev.mixer.engine.meter.MeterRegistry;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostTracingTest {
    private static final String SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String NOT_SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    private static final TextMapGetter<Map<String, String>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    };

    private final MeterRegistry meters = new MeterRegistry();
    private final ConcurrentLinkedQueue<String> paths = new ConcurrentLinkedQueue<>();
    private volatile int answer = 200;
    private HttpServer collector;

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            paths.add(exchange.getRequestURI().getPath());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void withoutACollectorThereIsNoTracing() {
        assertThat(HostTracing.open(new Tracing(null, 1, "mixer"), meters)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "traceparent, " + SAMPLED + ", 0, true",
        "traceparent, " + SAMPLED + ", 1, true",
        "traceparent, " + NOT_SAMPLED + ", 1, false",
        "b3, 0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1, 0, true",
        "b3, 0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0, 1, false",
        "traceparent, nonsense, 0, false",
        "traceparent, nonsense, 1, true",
        "other, header, 0, false",
        "other, header, 1, true",
    })
    void theSidecarDecidesAndWhereItDoesNotChanceDoes(String name, String value, double share, boolean traced) {
        try (var tracing = open(share)) {
            assertThat(tracing.begin("call", Map.of(name, value), HEADERS) != null)
                    .isEqualTo(traced);
        }
    }

    @Test
    void spansReachTheCollectorAndAreCounted() {
        try (var tracing = open(1)) {
            var span = requireNonNull(tracing.begin("call", Map.of(), HEADERS));
            span.asked("roles.default", "rbac", "check").answered(null, "too slow");
            span.end(null);
        }

        assertThat(paths).containsExactly("/v1/traces");
        assertThat(meters.count("mixer_trace_spans_made_total")).isEqualTo(2);
        assertThat(meters.count("mixer_trace_spans_sent_total")).isEqualTo(2);
    }

    @Test
    void spansThatTheCollectorRefusesAreCountedAsLost() {
        answer = 400;
        try (var tracing = open(1)) {
            requireNonNull(tracing.begin("call", Map.of(), HEADERS)).end("failed");
        }

        assertThat(meters.count("mixer_trace_spans_lost_total")).isEqualTo(1);
        assertThat(meters.count("mixer_trace_spans_sent_total")).isZero();
    }

    private HostTracing open(double share) {
        var endpoint = URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
        var tracing = HostTracing.open(new Tracing(endpoint, share, "mixer"), meters);
        return requireNonNull(tracing);
    }
}

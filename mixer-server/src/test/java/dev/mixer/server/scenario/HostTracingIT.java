package dev.mixer.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.mixer.testkit.backend.BackendProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real Envoy that traces, the packaged server and a real collector that both send their spans to. */
@Tag("backend")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostTracingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TRACED = "0af7651916cd43dd8448eb211c80319c";
    private static final String UNTRACED = "1bf7651916cd43dd8448eb211c80319c";

    private final HttpClient client = HttpClient.newHttpClient();
    private final int inbound = BackendProcess.freePort();
    private final int admin = BackendProcess.freePort();
    private final int authz = BackendProcess.freePort();
    private HttpServer application;
    private TelemetryCollector collector;
    private PackagedServer mixer;
    private BackendProcess envoy;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        application.start();
        collector = TelemetryCollector.start(folder);
        Files.createDirectory(folder.resolve("config"));
        Files.copy(sample("config/rules.yaml"), folder.resolve("config/rules.yaml"));
        Files.copy(sample("config/telemetry.yaml"), folder.resolve("config/telemetry.yaml"));
        Files.writeString(folder.resolve("config/scope.yaml"), """
                apiVersion: mixer.dev/v1
                kind: AuthorizationScope
                metadata: {name: edge, namespace: default}
                spec: {trustedPeers: [127.0.0.1], dialect: nginx}
                """);
        mixer = PackagedServer.start(
                        folder,
                        "--set",
                        "tracing.endpoint=http://127.0.0.1:" + collector.http(),
                        "--set",
                        "authz.address=127.0.0.1:" + authz)
                .awaitReady();
        envoy = RealEnvoy.start(folder, sidecar(), admin);
    }

    @AfterAll
    void stop() {
        for (var process : new AutoCloseable[] {envoy, mixer, collector}) {
            try {
                if (process != null) {
                    process.close();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        application.stop(0);
    }

    @Test
    void theCheckOfATracedRequestIsASpanBelowThatOfTheSidecarWithAStepForEachHandler() throws Exception {
        call(inbound, "/index.html", "x-user", "bob", "traceparent", "00-" + TRACED + "-b7ad6b7169203331-01");

        var check = await(TRACED, "envoy.service.auth.v3.Authorization/Check");
        var parent = await(TRACED, span -> text(span, "spanId").equals(text(check, "parentSpanId")));
        var step = await(TRACED, span -> text(span, "parentSpanId").equals(text(check, "spanId")));
        assertThat(text(parent, "name")).contains("Authorization.Check egress");
        assertThat(attribute(check, "mixer.status")).isEqualTo("PERMISSION_DENIED");
        assertThat(attribute(check, "mixer.revision")).isNotEmpty();
        assertThat(check.path("attributes").toString()).contains("\"intValue\":\"0\"");
        assertThat(text(step, "name")).startsWith("check ");
        assertThat(attribute(step, "mixer.adapter")).isEqualTo("denier");
        assertThat(attribute(step, "mixer.status")).isEqualTo("PERMISSION_DENIED");
    }

    @Test
    void aRequestThatTheSidecarDoesNotTraceIsNotTracedHere() throws Exception {
        call(inbound, "/index.html", "x-user", "alice", "traceparent", "00-" + UNTRACED + "-b7ad6b7169203331-00");
        call(inbound, "/index.html", "x-user", "alice", "traceparent", "00-" + TRACED + "-b7ad6b7169203331-01");

        await(TRACED, "envoy.service.auth.v3.Authorization/Check");
        assertThat(spans(UNTRACED)).isEmpty();
        assertThat(metrics()).contains("mixer_trace_spans_made_total");
    }

    @Test
    void aProxyThatAsksOverHttpHandsItsTraceOnToo() throws Exception {
        var trace = "2cf7651916cd43dd8448eb211c80319c";

        call(authz, "/authz/edge.default", "x-original-uri", "/index.html", "b3", trace + "-b7ad6b7169203331-1");

        var span = await(trace, "GET /authz");
        assertThat(text(span, "parentSpanId")).isEqualTo("b7ad6b7169203331");
        assertThat(span.path("attributes").toString()).contains("http.response.status_code");
    }

    private JsonNode await(String trace, String name) {
        return await(trace, span -> text(span, "name").equals(name));
    }

    private JsonNode await(String trace, Predicate<JsonNode> wanted) {
        collector
                .process()
                .await("given the span", PATIENCE, () -> spans(trace).stream().anyMatch(wanted));
        return spans(trace).stream().filter(wanted).findFirst().orElseThrow();
    }

    private List<JsonNode> spans(String trace) {
        return collector.received("spans").stream()
                .filter(span -> text(span, "traceId").equals(trace))
                .toList();
    }

    private static String text(JsonNode span, String field) {
        return span.path(field).asText();
    }

    private static String attribute(JsonNode span, String name) {
        var value = TelemetryCollector.attributes(span).get(name);
        return value == null ? "" : value.path("stringValue").asText();
    }

    private String metrics() throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(mixer.uri("/metrics")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void call(int port, String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .headers(headers)
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isLessThan(500);
    }

    private String sidecar() throws IOException {
        var traced = Files.readString(sample("proxy/sidecar.yaml"))
                .replace("stat_prefix: inbound", """
                        stat_prefix: inbound
                                  tracing:
                                    provider:
                                      name: envoy.tracers.opentelemetry
                                      typed_config:
                                        "@type": type.googleapis.com/envoy.config.trace.v3.OpenTelemetryConfig
                                        service_name: reviews
                                        grpc_service: { envoy_grpc: { cluster_name: collector } }""")
                .replace("port_value: 10000", "port_value: " + inbound)
                .replace("port_value: 9901", "port_value: " + admin)
                .replace(
                        "port_value: 8000",
                        "port_value: " + application.getAddress().getPort())
                .replace("port_value: 9091", "port_value: " + mixer.grpc());
        return traced + """
                  - name: collector
                    type: STATIC
                    typed_extension_protocol_options:
                      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                        explicit_http_config: { http2_protocol_options: {} }
                    load_assignment:
                      cluster_name: collector
                      endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: %d } } } }] }]
                """.replaceAll("(?m)^ {16}", "").formatted(collector.otlp());
    }

    private static Path sample(String name) {
        return Path.of("").toAbsolutePath().getParent().resolve("samples/envoy").resolve(name);
    }
}

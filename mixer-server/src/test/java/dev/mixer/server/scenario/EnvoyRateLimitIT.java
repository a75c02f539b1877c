package dev.mixer.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.Backends;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real Envoy with its rate limit filter, the packaged server and a rate limit file. */
@Tag("backend")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvoyRateLimitIT {
    private static final Duration START = Duration.ofSeconds(60);

    private static final String LIMITS = """
            domain: shop
            descriptors:
            - key: user
              rate_limit: {unit: year, requests_per_unit: 3}
            - key: user
              value: vip_*
              rate_limit: {unlimited: true}
            - key: user
              value: tried
              shadow_mode: true
              rate_limit: {unit: year, requests_per_unit: 0}
            - key: user
              value: banned
              rate_limit: {unit: year, requests_per_unit: 0}
            - key: user
              value: hasty
              rate_limit: {unit: second, requests_per_unit: 1}
            """;

    private static final String HANDLER = """
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: shared, namespace: istio-system}
            spec:
              compiledAdapter: redisquota
              params: {redisServerUrl: "127.0.0.1:PORT", timeout: 5s}
              timeLimit: 6s
            """;

    private static final String SIDECAR = """
            admin: { address: { socket_address: { address: 127.0.0.1, port_value: ADMIN } } }
            static_resources:
              listeners:
              - name: inbound
                address: { socket_address: { address: 127.0.0.1, port_value: INBOUND } }
                filter_chains:
                - filters:
                  - name: envoy.filters.network.http_connection_manager
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                      stat_prefix: inbound
                      route_config:
                        virtual_hosts:
                        - name: shop
                          domains: ["*"]
                          routes:
                          - match: { prefix: "/" }
                            route:
                              cluster: application
                              rate_limits:
                              - actions: [{ request_headers: { header_name: x-user, descriptor_key: user } }]
                      http_filters:
                      - name: envoy.filters.http.ratelimit
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.filters.http.ratelimit.v3.RateLimit
                          domain: shop
                          failure_mode_deny: true
                          timeout: 2s
                          enable_x_ratelimit_headers: DRAFT_VERSION_03
                          rate_limit_service:
                            transport_api_version: V3
                            grpc_service: { envoy_grpc: { cluster_name: mixer } }
                      - name: envoy.filters.http.router
                        typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }
              clusters:
              - name: application
                type: STATIC
                load_assignment:
                  cluster_name: application
                  endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: APPLICATION } } } }] }]
              - name: mixer
                type: STATIC
                typed_extension_protocol_options:
                  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                    explicit_http_config: { http2_protocol_options: {} }
                load_assignment:
                  cluster_name: mixer
                  endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: MESH } } } }] }]
            """;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int inbound = BackendProcess.freePort();
    private final int admin = BackendProcess.freePort();
    private HttpServer application;
    private PackagedServer mixer;
    private BackendProcess envoy;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        application.start();
        var config = Files.createDirectory(folder.resolve("config"));
        Files.writeString(config.resolve("limits.yaml"), LIMITS);
        mixer = PackagedServer.start(folder).awaitReady();
        var sidecar = SIDECAR.replace("ADMIN", "" + admin)
                .replace("INBOUND", "" + inbound)
                .replace("APPLICATION", "" + application.getAddress().getPort())
                .replace("MESH", "" + mixer.grpc());
        envoy = RealEnvoy.start(folder, sidecar, admin);
    }

    @AfterAll
    void stop() {
        if (envoy != null) {
            envoy.close();
        }
        if (mixer != null) {
            mixer.close();
        }
        application.stop(0);
    }

    @Test
    void theRequestBeyondTheLimitEndsAtTheSidecarWithTheTimeToWait() throws Exception {
        for (int left = 2; left >= 0; left--) {
            var answer = call("alice");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-ratelimit-remaining")).contains("" + left);
            assertThat(answer.headers().firstValue("retry-after")).isEmpty();
        }
        var refused = call("alice");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("x-envoy-ratelimited")).contains("true");
        assertThat(refused.headers().firstValue("x-ratelimit-limit").orElse("")).startsWith("3, 3;w=31536000");
        assertThat(refused.headers().firstValue("x-ratelimit-remaining")).contains("0");
        long reset = refused.headers().firstValueAsLong("x-ratelimit-reset").orElseThrow();
        assertThat(refused.headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(reset, reset + 1);
    }

    @Test
    void eachValueHasACounterOfItsOwnAndExceptionsHaveNone() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(call("vip_bob").statusCode()).isEqualTo(200);
        }
        assertThat(call("carol").headers().firstValue("x-ratelimit-remaining")).contains("2");
    }

    @Test
    void aLimitOfZeroRefusesAndOneThatIsOnlyTriedCounts() throws Exception {
        assertThat(call("banned").statusCode()).isEqualTo(429);
        assertThat(call("tried").statusCode()).isEqualTo(200);
        assertThat(get(mixer.http(), "/metrics", "none").body())
                .contains("mixer_ratelimit_shadow_mode_total{rule=\"shop.user_tried\"} 1")
                .contains("mixer_ratelimit_over_limit_total{rule=\"shop.user_banned\"} 1");
    }

    @Test
    void whoWaitsAsLongAsToldIsLetInAgain() throws Exception {
        HttpResponse<String> answer = call("hasty");
        // Two calls may fall into two windows; many cannot all.
        for (int i = 0; i < 200 && answer.statusCode() == 200; i++) {
            answer = call("hasty");
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        long wait = answer.headers().firstValueAsLong("retry-after").orElseThrow();
        assertThat(wait).isEqualTo(1);

        Thread.sleep(Duration.ofSeconds(wait));

        assertThat(call("hasty").statusCode()).isEqualTo(200);
    }

    @Test
    void hostsThatCountInOneRedisShareTheirLimits(@TempDir Path folder) throws Exception {
        int port = BackendProcess.freePort();
        try (var redis = BackendProcess.start(
                "redis",
                folder,
                List.of(
                        Backends.redis().toString(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        "" + port,
                        "--save",
                        "",
                        "--dir",
                        folder.toString()))) {
            redis.await("listening", START, () -> answers(port));
            try (var one = counting(folder.resolve("one"), port);
                    var other = counting(folder.resolve("other"), port)) {
                assertThat(ask(one)).isEqualTo(Code.OK);
                assertThat(ask(other)).isEqualTo(Code.OK);
                assertThat(ask(one)).isEqualTo(Code.OK);
                assertThat(ask(other)).isEqualTo(Code.OVER_LIMIT);
                assertThat(ask(one)).isEqualTo(Code.OVER_LIMIT);
            }
        }
    }

    private static PackagedServer counting(Path folder, int redis) throws IOException {
        var config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("limits.yaml"), LIMITS);
        Files.writeString(config.resolve("handler.yaml"), HANDLER.replace("PORT", "" + redis));
        return PackagedServer.start(folder, "--set", "rateLimit.handler=shared.istio-system")
                .awaitReady();
    }

    private static boolean answers(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Code ask(PackagedServer server) {
        var channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpc())
                .usePlaintext()
                .build();
        try {
            return RateLimitServiceGrpc.newBlockingStub(channel)
                    .shouldRateLimit(RateLimitRequest.newBuilder()
                            .setDomain("shop")
                            .addDescriptors(RateLimitDescriptor.newBuilder()
                                    .addEntries(RateLimitDescriptor.Entry.newBuilder()
                                            .setKey("user")
                                            .setValue("alice")))
                            .build())
                    .getOverallCode();
        } finally {
            channel.shutdownNow();
        }
    }

    private HttpResponse<String> call(String user) throws IOException, InterruptedException {
        return get(inbound, "/", user);
    }

    private HttpResponse<String> get(int port, String path, String user) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .header("x-user", user);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

package dev.mixer.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mixer.testkit.backend.BackendProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The snippets of {@code docs/connect/envoy.md} on a real Envoy: one policy, asked over gRPC and over HTTP. */
@Tag("backend")
class EnvoyPageIT {
    private static final String POLICIES = """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: closed, namespace: shop}
            spec:
              action: DENY
              rules:
              - to: [{operation: {paths: ["/admin", "/admin/*"]}}]
              - when: [{key: "request.headers[x-role]", values: [guest]}]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: checked, namespace: shop}
            spec:
              requestHeaderOperations: [{name: x-checked-by, values: ['"mixer"']}]
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
                          routes: [{ match: { prefix: "/" }, route: { cluster: application } }]
                          PER_ROUTE
                      http_filters:
                      - FILTER
                      - name: envoy.filters.http.router
                        typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }
              clusters:
              - name: application
                type: STATIC
                load_assignment:
                  cluster_name: application
                  endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: APPLICATION } } } }] }]
              - name: mixer-http
                type: STATIC
                load_assignment:
                  cluster_name: mixer-http
                  endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: AUTHZ } } } }] }]
              - CLUSTER
            """;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int inbound = BackendProcess.freePort();
    private HttpServer application;
    private PackagedServer mixer;
    private BackendProcess envoy;

    private void start(String filter, Path folder) throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            var body = String.valueOf(exchange.getRequestHeaders().get("x-checked-by"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        application.start();
        var config = Files.createDirectory(folder.resolve("config"));
        Files.writeString(config.resolve("policies.yaml"), POLICIES);
        Files.writeString(config.resolve("scope.yaml"), snippet("scope"));
        int authz = BackendProcess.freePort();
        int admin = BackendProcess.freePort();
        mixer = PackagedServer.start(folder, "--set", "authz.address=127.0.0.1:" + authz)
                .awaitReady();
        var perRoute = "typed_per_filter_config:\n" + snippet("per route").indent(2);
        var sidecar = SIDECAR.replace("PER_ROUTE", nested(perRoute, 14))
                .replace("FILTER", nested(snippet(filter), 12))
                .replace("CLUSTER", nested(snippet("cluster"), 4))
                .replace("type: STRICT_DNS", "type: STATIC")
                .replace("address: mixer, port_value: 9091", "address: 127.0.0.1, port_value: " + mixer.grpc())
                .replace("ADMIN", "" + admin)
                .replace("INBOUND", "" + inbound)
                .replace("APPLICATION", "" + application.getAddress().getPort())
                .replace("AUTHZ", "" + authz);
        envoy = RealEnvoy.start(folder, sidecar, admin);
    }

    @AfterEach
    void stop() {
        if (envoy != null) {
            envoy.close();
        }
        if (mixer != null) {
            mixer.close();
        }
        application.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check over gRPC", "check over HTTP"})
    void theSnippetsOfThePageProtectAnApplication(String filter, @TempDir Path folder) throws Exception {
        start(filter, folder);

        var allowed = get("/orders?x=/admin", "x-checked-by", "me");
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.body()).isEqualTo("[mixer]");
        for (var path : List.of("/admin", "/admin/users", "/x/../admin", "//admin", "/%61dmin", "/admin?a=b")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(get("/orders", "x-role", "guest").statusCode()).isEqualTo(403);
        assertThat(get("/admin", "x-envoy-original-path", "/orders", "x-original-uri", "/orders")
                        .statusCode())
                .isEqualTo(403);
        mixer.close();
        assertThat(get("/orders").statusCode()).as("without Mixer").isIn(403, 503);
    }

    /** The fenced block of the page whose first line is the comment given. */
    private static String snippet(String title) throws IOException {
        var page = Files.readString(Path.of("").toAbsolutePath().getParent().resolve("docs/connect/envoy.md"));
        var found = Pattern.compile("( *)```yaml\n *# " + Pattern.quote(title) + "\n(.*?)\n *```", Pattern.DOTALL)
                .matcher(page);
        assertThat(found.find()).as(title).isTrue();
        return found.group(2).stripIndent();
    }

    /** A block at a place that is so far from the margin already. */
    private static String nested(String block, int columns) {
        return block.replace("\n", "\n" + " ".repeat(columns));
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + inbound + path))
                .timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

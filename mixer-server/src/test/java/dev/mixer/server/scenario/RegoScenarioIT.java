package dev.mixer.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Envoy, the packaged server and {@code samples/rego}: what a person sees when they run the sample. */
@Tag("backend")
class RegoScenarioIT {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int inbound = BackendProcess.freePort();
    private final int admin = BackendProcess.freePort();

    @Test
    void theEditedPolicyAnswersWithoutARestart(@TempDir Path folder) throws Exception {
        var application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        application.start();
        var policy = Files.createDirectories(folder.resolve("config").resolve("policy"))
                .resolve("policy.rego");
        var text = Files.readString(samples().resolve("config/policy/policy.rego"));
        Files.writeString(policy, text);
        var opa = Backends.opa();
        Files.writeString(
                folder.resolve("config").resolve("mixer.yaml"),
                Files.readString(samples().resolve("config/mixer.yaml"))
                        .replace("{path: policy}", "{path: policy, opa: " + opa + "}"));
        try (var mixer = PackagedServer.start(folder).awaitReady();
                var _ = RealEnvoy.start(folder, sidecar(mixer.grpc(), application.getAddress()), admin)) {
            assertThat(call("alice")).isEqualTo(200);
            assertThat(call("bob")).isEqualTo(403);

            Files.writeString(folder.resolve("next"), text.replace("{\"alice\"}", "{\"bob\"}"));
            Files.move(
                    folder.resolve("next"),
                    policy,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            var others = new AtomicInteger();
            mixer.process().await("the edited policy in force", PackagedServer.START, () -> {
                int answer = call("alice");
                others.addAndGet(answer == 200 || answer == 403 ? 0 : 1);
                return answer == 403;
            });

            assertThat(others).as("answers that neither policy gives").hasValue(0);
            assertThat(call("bob")).isEqualTo(200);
        } finally {
            application.stop(0);
        }
    }

    /** What a policy says as the application, the client and the sidecar's own log see it. */
    @Test
    void headersBodyStatusAndMetadataOfThePolicyAreSeen(@TempDir Path folder) throws Exception {
        var seen = new AtomicReference<>(new Headers());
        var query = new AtomicReference<>("");
        var application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            seen.set(exchange.getRequestHeaders());
            query.set(String.valueOf(exchange.getRequestURI().getQuery()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        application.start();
        var config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(Files.createDirectory(config.resolve("policy")).resolve("policy.rego"), """
                package envoy.authz

                user := input.attributes.request.http.headers["x-user"]

                allow := {
                    "allowed": true,
                    "headers": {"x-tier": "gold", "x-roles": ["a", "b"]},
                    "request_headers_to_remove": ["x-secret"],
                    "response_headers_to_add": {"x-limit": 7, "x-sorts": ["c", "d"]},
                    "query_parameters_to_set": {"tenant": "t1"},
                    "dynamic_metadata": {"tier": "gold"},
                } if user == "alice"

                allow := {
                    "allowed": false,
                    "http_status": 451,
                    "headers": {"x-why": "age", "set-cookie": ["a=1", "b=2"]},
                    "body": "too young",
                    "dynamic_metadata": {"why": "age"},
                } if user == "bob"
                """);
        Files.writeString(
                config.resolve("mixer.yaml"),
                Files.readString(samples().resolve("config/mixer.yaml"))
                        .replace("{path: policy}", "{path: policy, opa: " + Backends.opa() + "}"));
        var log = folder.resolve("access.log");
        try (var mixer = PackagedServer.start(folder).awaitReady();
                var envoy =
                        RealEnvoy.start(folder, logged(sidecar(mixer.grpc(), application.getAddress()), log), admin)) {
            var allowed = answer("alice");
            assertThat(allowed.statusCode()).isEqualTo(200);
            assertThat(allowed.headers().firstValue("x-limit")).contains("7");
            assertThat(String.join(",", allowed.headers().allValues("x-sorts"))).isEqualTo("c, d");
            assertThat(seen.get().get("x-tier")).containsExactly("gold");
            assertThat(String.join(",", seen.get().get("x-roles"))).isEqualTo("a,b");
            assertThat(seen.get()).doesNotContainKey("X-secret");
            assertThat(query).hasValue("tenant=t1");

            var denied = answer("bob");
            assertThat(denied.statusCode()).isEqualTo(451);
            assertThat(denied.body()).isEqualTo("too young");
            assertThat(denied.headers().firstValue("x-why")).contains("age");
            assertThat(denied.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");

            envoy.await(
                    "logged",
                    PackagedServer.START,
                    () -> Files.exists(log) && Files.readAllLines(log).size() == 2);
            assertThat(Files.readAllLines(log))
                    .containsExactly("200 envoy/authz/allow gold -", "451 envoy/authz/allow - age");
        } finally {
            application.stop(0);
        }
    }

    /** A sidecar that logs what it was told of each decision. */
    private static String logged(String sidecar, Path log) {
        var of = "%DYNAMIC_METADATA(envoy.filters.http.ext_authz:";
        return sidecar.replace("          stat_prefix: inbound\n", """
                          stat_prefix: inbound
                          access_log:
                          - name: envoy.access_loggers.file
                            typed_config:
                              "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
                              path: LOG
                              log_format: { text_format_source: { inline_string: "FORMAT\\n" } }
                """.replace("LOG", log.toString())
                .replace("FORMAT", "%RESPONSE_CODE% " + of + "opa:entrypoint)% " + of + "tier)% " + of + "why)%"));
    }

    private HttpResponse<String> answer(String user) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + inbound + "/"))
                .timeout(Duration.ofSeconds(10))
                .header("x-user", user)
                .header("x-secret", "s");
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String sidecar(int grpc, InetSocketAddress application) throws IOException {
        return Files.readString(samples().resolve("proxy").resolve("sidecar.yaml"))
                .replace("port_value: 10000", "port_value: " + inbound)
                .replace("port_value: 9901", "port_value: " + admin)
                .replace("port_value: 8000", "port_value: " + application.getPort())
                .replace("port_value: 9091", "port_value: " + grpc);
    }

    private int call(String user) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + inbound + "/"))
                .timeout(Duration.ofSeconds(10))
                .header("x-user", user);
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static Path samples() {
        return Path.of("..", "samples", "rego");
    }
}

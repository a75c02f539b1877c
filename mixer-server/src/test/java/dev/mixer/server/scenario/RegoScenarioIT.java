package dev.mixer.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Envoy, the packaged server and {@code samples/rego}: what a person sees when they run the sample. */
@Tag("backend")
class RegoScenarioIT {
    private static final Duration START = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int grpc = BackendProcess.freePort();
    private final int http = BackendProcess.freePort();
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
        try (var mixer = BackendProcess.start("mixer", folder, command(folder.resolve("config")));
                var envoy = BackendProcess.start("envoy", folder, envoy(folder, application.getAddress()))) {
            mixer.await("ready", START, () -> get("http://127.0.0.1:" + http + "/q/health/ready", "x") == 200);
            envoy.await("ready", START, () -> get("http://127.0.0.1:" + admin + "/ready", "x") == 200);
            assertThat(call("alice")).isEqualTo(200);
            assertThat(call("bob")).isEqualTo(403);

            Files.writeString(folder.resolve("next"), text.replace("{\"alice\"}", "{\"bob\"}"));
            Files.move(
                    folder.resolve("next"),
                    policy,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            var others = new AtomicInteger();
            mixer.await("the edited policy in force", START, () -> {
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

    private List<String> envoy(Path folder, InetSocketAddress application) throws IOException {
        var text = Files.readString(samples().resolve("proxy").resolve("sidecar.yaml"))
                .replace("port_value: 10000", "port_value: " + inbound)
                .replace("port_value: 9901", "port_value: " + admin)
                .replace("port_value: 8000", "port_value: " + application.getPort())
                .replace("port_value: 9091", "port_value: " + grpc);
        var sidecar = Files.writeString(folder.resolve("sidecar.yaml"), text);
        return List.of(
                Backends.envoy().toString(),
                "-c",
                sidecar.toString(),
                "--concurrency",
                "1",
                "--base-id",
                Integer.toString(inbound));
    }

    private List<String> command(Path config) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dmixer.plugins=" + root().resolve("target").resolve("plugins"),
                "-jar",
                root().resolve("mixer-server/target/quarkus-app/quarkus-run.jar")
                        .toString(),
                config.toString(),
                "--grpc-address",
                "127.0.0.1:" + grpc,
                "--http-address",
                "127.0.0.1:" + http,
                "--set",
                "authz.address=off");
    }

    private int call(String user) throws IOException, InterruptedException {
        return get("http://127.0.0.1:" + inbound + "/", user);
    }

    private int get(String uri, String user) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(uri))
                .timeout(Duration.ofSeconds(10))
                .header("x-user", user);
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static Path samples() {
        return root().resolve("samples").resolve("rego");
    }

    private static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }
}

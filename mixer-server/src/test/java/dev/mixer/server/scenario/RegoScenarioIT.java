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
import java.util.concurrent.atomic.AtomicInteger;
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

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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Envoy that reaches the packaged server through a pipe, as Envoy calls a unix socket. */
@Tag("backend")
class UnixSocketIT {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aSidecarAsksThroughTheSocketAndItGoesWithTheServer(@TempDir Path folder) throws Exception {
        var program = Backends.envoy();
        var socket = folder.resolve("mixer.sock");
        var config = Files.createDirectories(folder.resolve("config"));
        Files.copy(samples().resolve("config").resolve("rules.yaml"), config.resolve("rules.yaml"));
        var application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        application.start();
        int inbound = BackendProcess.freePort();
        var sidecar = sidecar(folder, inbound, application.getAddress().getPort(), socket);
        try (var mixer = PackagedServer.start(folder, "--grpc-address", "unix:" + socket)
                        .awaitReady()
                        .awaitBanner();
                var envoy = BackendProcess.start(
                        "envoy",
                        folder,
                        List.of(
                                program.toString(),
                                "-c",
                                sidecar.toString(),
                                "--concurrency",
                                "1",
                                "--base-id",
                                Integer.toString(inbound)))) {
            assertThat(mixer.process().output()).contains("  gRPC unix:" + socket + "   Mixer v1");
            envoy.await("letting alice pass", PackagedServer.START, () -> status(inbound, "alice") == 204);

            // 503 is what the sidecar makes of a server that it cannot reach.
            assertThat(status(inbound, "bob")).isEqualTo(403);

            assertThat(mixer.process().terminate(Duration.ofSeconds(25))).isZero();
            assertThat(socket).doesNotExist();
            assertThat(mixer.process().output()).doesNotContain(" WARN ");
        } finally {
            application.stop(0);
        }
    }

    private static Path sidecar(Path folder, int listener, int application, Path socket) throws IOException {
        var text = Files.readString(samples().resolve("proxy").resolve("sidecar.yaml"))
                .replace("port_value: 10000", "port_value: " + listener)
                .replace("port_value: 9901", "port_value: " + BackendProcess.freePort())
                .replace("port_value: 8000", "port_value: " + application)
                .replace("socket_address: { address: 127.0.0.1, port_value: 9091 }", "pipe: { path: " + socket + " }");
        assertThat(text).contains("pipe: ");
        return Files.writeString(folder.resolve("sidecar.yaml"), text);
    }

    private int status(int port, String user) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(Duration.ofSeconds(10))
                .header("x-user", user);
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static Path samples() {
        return Path.of("").toAbsolutePath().getParent().resolve("samples").resolve("envoy");
    }
}

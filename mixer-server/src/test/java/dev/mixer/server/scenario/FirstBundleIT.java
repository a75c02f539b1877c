package dev.mixer.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("backend")
class FirstBundleIT {
    private static final String POLICY = """
            package envoy.authz

            import rego.v1

            default allow := false

            allow if input.attributes.request.http.method == "GET"
            """;

    @Test
    void aHostIsNotReadyBeforeTheFirstBundleOfItsPolicyIsInForce(@TempDir Path folder) throws Exception {
        var bundle = Files.readAllBytes(bundle(folder));
        var published = new AtomicBoolean();
        var refused = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            if (published.get()) {
                exchange.sendResponseHeaders(200, bundle.length);
                exchange.getResponseBody().write(bundle);
            } else {
                refused.incrementAndGet();
                exchange.sendResponseHeaders(503, -1);
            }
            exchange.close();
        });
        server.start();
        var config = Files.createDirectory(folder.resolve("config"));
        Files.writeString(
                config.resolve("mixer.yaml"), """
                apiVersion: config.istio.io/v1alpha2
                kind: handler
                metadata: {name: policy, namespace: default}
                spec:
                  compiledAdapter: opa
                  params:
                    bundles: [{name: one, url: "http://127.0.0.1:%d/bundle.tar.gz", min_delay: 1s, max_delay: 1s, persist: false}]
                """.formatted(server.getAddress().getPort()));
        try (var mixer = PackagedServer.start(folder)) {
            mixer.awaitBanner();
            mixer.process().await("asking", PackagedServer.START, () -> refused.get() > 0);
            assertThat(PackagedServer.status(mixer.uri("/q/health/ready"))).isEqualTo(503);

            published.set(true);
            mixer.awaitReady();
        } finally {
            server.stop(0);
        }
    }

    private static Path bundle(Path folder) throws IOException, InterruptedException {
        var source = Files.createDirectory(folder.resolve("policy"));
        Files.writeString(source.resolve("policy.rego"), POLICY);
        var bundle = folder.resolve("bundle.tar.gz");
        int code = new ProcessBuilder(
                        Backends.opa().toString(),
                        "build",
                        "--target=wasm",
                        "--entrypoint=envoy/authz/allow",
                        "--bundle",
                        source.toString(),
                        "--output=" + bundle)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).as("opa build").isZero();
        return bundle;
    }
}

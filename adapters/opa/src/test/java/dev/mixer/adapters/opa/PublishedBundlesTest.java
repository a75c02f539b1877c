package dev.mixer.adapters.opa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Problem;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.Backends;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bundles that a server has, here one that notes who asks for what. */
class PublishedBundlesTest {
    private static final byte[] YES = bundle("yes", "package envoy.authz\n\nallow := true\n");
    private static final byte[] NO = bundle("no", "package envoy.authz\n\nallow := false\n");

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server = start();
    private final TestHost host = TestHost.create();
    private volatile HttpHandler answer = exchange -> send(exchange, 200, YES, "\"1\"");

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
        host.close();
    }

    private Handler open() throws AdapterException {
        return new OpaAdapter().open(parameters(), host);
    }

    private OpaParameters parameters() {
        var bundle = Defaults.of(
                BundleParameters.class,
                Map.of("name", "mesh", "url", Optional.of(uri()), "maxSize", new dev.mixer.spi.DataSize(1 << 20)));
        return Defaults.of(
                OpaParameters.class,
                Map.of("bundles", List.of(bundle), "opa", Optional.of(Backends.opa()), "instances", 1L));
    }

    private boolean allows(Handler handler) throws Exception {
        return Calls.check(handler, Samples.REQUEST).status().isOk();
    }

    /** Longer than the longest pause. */
    private void later() {
        host.advance(Duration.ofSeconds(125));
    }

    @Test
    void aBundleIsAskedForWithItsTagAndTakenWhenItIsNew() throws Exception {
        try (var handler = open()) {
            assertThat(allows(handler)).isTrue();
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
            answer = exchange -> send(exchange, 304, new byte[0], "\"1\"");
            later();
            assertThat(allows(handler)).isTrue();
            answer = exchange -> send(exchange, 200, NO, "\"2\"");
            later();
            assertThat(allows(handler)).isFalse();
            assertThat(requests).startsWith("none", "\"1\"").contains("\"1\"");
        }
    }

    @Test
    void aDecisionNamesTheRevision() throws Exception {
        try (var handler = open()) {
            var result = Calls.check(handler, Samples.REQUEST);
            assertThat(result.metadata())
                    .isEqualTo("{\"opa\":{\"entrypoint\":\"envoy/authz/allow\",\"revision\":\"yes\"}}");
            assertThat(Objects.requireNonNull(result.detail()).get()).contains("revision yes");
        }
    }

    @Test
    void withoutABundleTheHandlerConnectsAndCallsFail() throws Exception {
        answer = exchange -> send(exchange, 503, new byte[0], "");
        try (var handler = open()) {
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
            assertThatThrownBy(() -> allows(handler)).isInstanceOf(AdapterException.class);
            answer = exchange -> send(exchange, 200, YES, "\"1\"");
            later();
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
            assertThat(allows(handler)).isTrue();
        }
    }

    @Test
    void whatCannotBeUsedLeavesTheOldOneInForceAndIsTold() throws Exception {
        var faults = new LinkedHashMap<String, byte[]>();
        faults.put("is no archive", "<html>".getBytes(StandardCharsets.UTF_8));
        faults.put("is no archive (.tar.gz), or a damaged one", Arrays.copyOf(NO, NO.length / 2));
        faults.put("leads out of the archive", archive(Map.of("../p.rego", "package p\n")));
        faults.put("rego_unsafe_var_error", bundle("x", "package envoy.authz\n\nallow if x\n"));
        faults.put("does not refer to a rule", bundle("x", "package other\n\nallow := false\n"));
        faults.put("ABI", archive(Map.of("policy.wasm", "\0asm\1\0\0\0")));
        try (var handler = open()) {
            for (var fault : faults.entrySet()) {
                answer = exchange -> send(exchange, 200, fault.getValue(), "\"x\"");
                later();
                assertThat(allows(handler)).as(fault.getKey()).isTrue();
                assertThat(handler.state().phase()).as(fault.getKey()).isEqualTo(Phase.DEGRADED);
                answer = exchange -> send(exchange, 200, YES, "\"1\"");
                later();
                assertThat(handler.state().phase()).isEqualTo(Phase.READY);
            }
        }
    }

    @Test
    void aServerThatFailsOrLiesCostsNothing() throws Exception {
        try (var handler = open()) {
            answer = exchange -> send(exchange, 500, NO, "\"2\"");
            later();
            assertThat(allows(handler)).isTrue();
            assertThat(handler.state().detail()).contains("500");
            answer = exchange -> send(exchange, 200, new byte[2 << 20], "\"3\"");
            host.advance(Duration.ofMinutes(5));
            assertThat(allows(handler)).isTrue();
            answer = exchange -> send(exchange, 200, NO, "\"1\"");
            host.advance(Duration.ofMinutes(5));
            assertThat(allows(handler))
                    .as("another content under the tag of the first")
                    .isFalse();
        }
    }

    @Test
    void theLastBundleIsKeptForAStartWithoutTheServer() throws Exception {
        try (var handler = open()) {
            assertThat(allows(handler)).isTrue();
        }
        answer = exchange -> send(exchange, 503, new byte[0], "");
        try (var handler = open()) {
            assertThat(allows(handler)).isTrue();
            assertThat(handler.state().detail()).contains("kept from an earlier run");
        }
    }

    @Test
    void validationAsksNobody() {
        assertThat(new OpaAdapter().validate(parameters()))
                .extracting(Problem::severity)
                .doesNotContain(Problem.Severity.ERROR);
        assertThat(requests).isEmpty();
    }

    private static byte[] bundle(String revision, String module) {
        return archive(Map.of("policy.rego", module, ".manifest", "{\"revision\": \"" + revision + "\"}"));
    }

    private static byte[] archive(Map<String, String> files) {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (var file : files.entrySet()) {
                var content = file.getValue().getBytes(StandardCharsets.ISO_8859_1);
                var entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static void send(HttpExchange exchange, int status, byte[] body, String tag) throws IOException {
        exchange.getResponseHeaders().set("ETag", tag);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/bundle.tar.gz");
    }

    private HttpServer start() {
        try {
            var started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.createContext("/", exchange -> {
                var tag = exchange.getRequestHeaders().getFirst("If-None-Match");
                requests.add(tag == null ? "none" : tag);
                answer.handle(exchange);
            });
            started.setExecutor(threads);
            started.start();
            return started;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

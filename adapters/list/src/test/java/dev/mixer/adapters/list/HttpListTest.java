package dev.mixer.adapters.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpListTest extends AdapterContract<ListParameters> {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server = start();
    private final TestHost host = TestHost.create();
    private volatile HttpHandler answer = exchange -> send(exchange, 200, "v1\n", "\"1\"");

    @Override
    protected Adapter<ListParameters> adapter() {
        return new ListAdapter();
    }

    @Override
    protected ListParameters workingParameters() {
        return Defaults.of(ListParameters.class, Map.of("providerUrl", uri().toString()));
    }

    /** So that the threads of the server are not taken for those of the adapter. */
    @BeforeEach
    void warmUp() throws Exception {
        try (var provider = new HttpProvider(uri(), Optional.empty(), Duration.ofSeconds(10))) {
            provider.fetch(null);
        }
        requests.clear();
    }

    @AfterEach
    void stop() {
        slow.countDown();
        server.stop(0);
        threads.shutdownNow();
        host.close();
    }

    @Test
    void anUnchangedListIsNotSentTwice() throws Exception {
        try (var handler = adapter().open(workingParameters(), host)) {
            assertThat(passes(handler, "v1")).isTrue();
            answer = exchange -> send(exchange, 304, "", "\"1\"");
            host.advance(MINUTE);
            assertThat(requests).containsExactly("none", "\"1\"");
            assertThat(Calls.check(handler, new ListEntry("v1")).validFor()).isEqualTo(Duration.ofMinutes(5));
            answer = exchange -> send(exchange, 200, "v2\n", "\"2\"");
            host.advance(MINUTE);
            assertThat(passes(handler, "v1")).isFalse();
            assertThat(passes(handler, "v2")).isTrue();
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
            assertThat(host.count("list_refreshes_total", "result", "unchanged"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aFailingServerKeepsTheOldListUntilItsTtlEnds() throws Exception {
        try (var handler = adapter().open(workingParameters(), host)) {
            answer = exchange -> send(exchange, 500, "v9", "\"9\"");
            host.advance(MINUTE);
            assertThat(passes(handler, "v1")).isTrue();
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(handler.state().detail()).contains("status 500");
            host.advance(Duration.ofSeconds(239));
            assertThat(Calls.check(handler, new ListEntry("v1")).validFor()).isEqualTo(Duration.ofSeconds(1));
            host.advance(Duration.ofSeconds(1));
            assertThatThrownBy(() -> passes(handler, "v1")).hasMessageContaining("list not loaded");
            answer = exchange -> send(exchange, 200, "v1", "\"1\"");
            host.advance(MINUTE);
            assertThat(passes(handler, "v1")).isTrue();
        }
    }

    @Test
    void aServerThatIsAwayAtTheStartIsAState() throws Exception {
        server.stop(0);
        try (var handler = adapter().open(workingParameters(), host)) {
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
            assertThatThrownBy(() -> passes(handler, "v1")).hasMessageContaining("list not loaded");
            host.advance(Duration.ofSeconds(7));
            assertThat(host.count("list_refreshes_total", "result", "failed"))
                    .as("at 0, 1, 3 and 7 s")
                    .isEqualTo(4);
        }
    }

    @Test
    void aRejectedListIsNotConfirmedByItsTag() throws Exception {
        var parameters = Defaults.of(
                ListParameters.class, Map.of("providerUrl", uri().toString(), "entryType", EntryType.REGEX));
        try (var handler = adapter().open(parameters, host)) {
            answer = exchange -> send(exchange, 200, "ok\n(broken\n", "\"2\"");
            host.advance(MINUTE);
            assertThat(handler.state().detail()).contains("line 2").contains("'(broken'");
            answer = exchange -> send(exchange, 304, "", "\"2\"");
            host.advance(MINUTE);
            assertThat(requests).containsExactly("none", "\"1\"", "\"2\"");
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(Calls.check(handler, new ListEntry("v1")).validFor()).isEqualTo(Duration.ofMinutes(3));
        }
    }

    @Test
    void aListOverTheSizeLimitIsNotRead() throws Exception {
        try (var handler = adapter().open(workingParameters(), host)) {
            answer = exchange -> send(exchange, 200, "v2\n".repeat(6_000_000), "\"2\"");
            host.advance(MINUTE);
            assertThat(passes(handler, "v1")).isTrue();
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
        }
    }

    @Test
    void aSlowBodyIsGivenUp() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("v1\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            awaitTheEnd();
            exchange.close();
        };
        try (var provider = new HttpProvider(uri(), Optional.empty(), Duration.ofMillis(300))) {
            assertThatThrownBy(() -> provider.fetch(null))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has not answered within 300 ms");
        }
    }

    private static boolean passes(Handler handler, String value) throws Exception {
        return Calls.check(handler, new ListEntry(value)).status().isOk();
    }

    private void awaitTheEnd() {
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body, String tag) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("ETag", tag);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var tag = exchange.getRequestHeaders().getFirst("If-None-Match");
        requests.add(tag == null ? "none" : tag);
        answer.handle(exchange);
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/list");
    }

    private HttpServer start() {
        try {
            var started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.createContext("/list", this::handle);
            started.setExecutor(threads);
            started.start();
            return started;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

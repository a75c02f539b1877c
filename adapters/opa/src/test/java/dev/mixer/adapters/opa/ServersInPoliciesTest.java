package dev.mixer.adapters.opa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Problem;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Policies that ask a server, through the handler. */
class ServersInPoliciesTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server = start();
    private final TestHost host = TestHost.create();

    private HttpServer start() {
        try {
            var made = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            made.setExecutor(threads);
            made.createContext("/yes", exchange -> answer(exchange, "{\"allow\": true}"));
            made.createContext("/slow", this::hang);
            made.start();
            return made;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void hang(HttpExchange exchange) {
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    @AfterEach
    void close() {
        stop.countDown();
        server.stop(0);
        threads.shutdownNow();
        host.close();
    }

    private String module(String path) {
        return """
                package envoy.authz

                default allow := false

                allow if http.send({"method": "get", "url": "http://127.0.0.1:%d%s"}).body.allow
                """.formatted(server.getAddress().getPort(), path);
    }

    private static OpaParameters parameters(String module, Map<String, ?> send) {
        var all = new HashMap<String, Object>();
        all.put("policy", List.of(module));
        all.put("opa", Optional.of(Backends.opa()));
        all.put("instances", 1L);
        all.put("evaluationLimit", Duration.ofSeconds(2));
        if (!send.isEmpty()) {
            all.put("httpSend", Optional.of(Defaults.of(HttpSendParameters.class, send)));
        }
        return Defaults.of(OpaParameters.class, all);
    }

    private static final Map<String, ?> LOCAL = Map.of("hosts", List.of("127.0.0.1"));

    @Test
    void aPolicyAsksAnAllowedServerOncePerDecisionAndNotInItsWarmUp() throws Exception {
        try (var handler = new OpaAdapter().open(parameters(module("/yes"), LOCAL), host)) {
            assertThat(asked).hasValue(0);
            assertThat(handler.neverBlocks()).isFalse();
            var result = Calls.check(handler, Samples.REQUEST);
            assertThat(result.status().isOk()).isTrue();
            assertThat(result.validFor()).isEqualTo(Duration.ZERO);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aPolicyThatAsksNobodyByParametersIsAProblemThatSaysWhatToSet() {
        assertThat(new OpaAdapter().validate(parameters(module("/yes"), Map.of())))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .endsWith("calls http.send, which asks other hosts: name those that it may ask in"
                                + " http_send.hosts"));
    }

    @Test
    void anotherHostIsUndefinedAndTheExplanationSaysWhy() throws Exception {
        var parameters = parameters(module("/yes"), Map.of("hosts", List.of("api.example.com")));
        try (var handler = new OpaAdapter().open(parameters, host)) {
            var result = Calls.check(handler, Samples.REQUEST);
            assertThat(result.status().isOk()).isFalse();
            assertThat(Objects.requireNonNull(result.detail()).get()).contains("is not among http_send.hosts");
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void theLimitOfTheDecisionEndsACallAndTheCopyOfThePolicyGoesOn() throws Exception {
        var all = Map.of(
                "policy",
                List.of(module("/slow")),
                "opa",
                Optional.of(Backends.opa()),
                "instances",
                1L,
                "evaluationLimit",
                Duration.ofMillis(300),
                "httpSend",
                Optional.of(Defaults.of(
                        HttpSendParameters.class,
                        Map.of("hosts", List.of("127.0.0.1"), "timeout", Duration.ofSeconds(10)))));
        var parameters = Defaults.of(OpaParameters.class, all);
        assertThat(new OpaAdapter().validate(parameters))
                .containsExactly(Problem.warning(
                        "http_send",
                        "timeout (10000ms) is not below evaluation_limit (300ms), so that a slow server ends decisions"
                                + " before their policy can tell"));
        try (var handler = new OpaAdapter().open(parameters, host)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> Calls.check(handler, Samples.REQUEST))
                        .isInstanceOf(AdapterException.class)
                        .hasMessageContaining("takes longer than 300 ms");
            }
            assertThat(host.gauge("opa_discarded_instances")).isZero();
        }
    }

    @Test
    void authoritiesThatCannotBeReadAreAProblem() {
        var send = Map.of("hosts", List.of("a.example"), "caFile", Optional.of(Path.of("none.pem")));
        assertThat(new OpaAdapter().validate(parameters(module("/yes"), send)))
                .containsExactly(Problem.error("http_send", "ca_file cannot be read: none.pem"));
    }

    @Test
    void hostsThatAreNoneAreNamed() {
        assertThatThrownBy(() -> Defaults.of(HttpSendParameters.class, Map.of("hosts", List.of("http://a"))))
                .hasMessageContaining("http_send.hosts: 'http://a' is no host");
        assertThatThrownBy(() -> Defaults.of(HttpSendParameters.class, Map.of("hosts", List.of())))
                .hasMessageContaining("http_send needs hosts");
    }
}

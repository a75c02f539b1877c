package dev.mixer.adapters.opa.network;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mixer.adapters.opa.builtin.BuiltinException;
import dev.mixer.adapters.opa.builtin.BuiltinLimits;
import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.builtin.DecisionContext;
import dev.mixer.adapters.opa.builtin.DecisionEndedException;
import dev.mixer.adapters.opa.builtin.Rehearsal;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.ValueText;
import dev.mixer.adapters.web.Trust;
import dev.mixer.testkit.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies get of a server, here one that notes what it is asked for. */
class HttpSendTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final HttpServer server = server(Optional.empty());
    private volatile HttpHandler answer = exchange -> send(exchange, 200, "{\"a\": 1}", "application/json");
    private Instant now = START;

    private HttpServer server(Optional<SSLContext> tls) {
        try {
            var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
            HttpServer made;
            if (tls.isPresent()) {
                var secure = HttpsServer.create(address, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
                made = secure;
            } else {
                made = HttpServer.create(address, 0);
            }
            made.setExecutor(threads);
            made.createContext("/", exchange -> {
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                var headers = exchange.getRequestHeaders();
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body + " "
                        + headers.getOrDefault("X-Who", List.of()) + headers.getOrDefault("Authorization", List.of()));
                answer.handle(exchange);
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, String body, String type, String... headers)
            throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @AfterEach
    void close() throws Exception {
        stop.countDown();
        for (var one : opened) {
            one.close();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private HttpSend builtin(NetworkSettings settings) {
        var builtin = new HttpSend(settings, Builtins.standard());
        opened.add(builtin);
        return builtin;
    }

    private HttpSend allowed() {
        return builtin(settings(1 << 16));
    }

    private static NetworkSettings settings(long cache) {
        return settings(cache, Optional.empty(), false);
    }

    private static NetworkSettings settings(long cache, Optional<SSLContext> trust, boolean insecure) {
        var hosts = new AllowedHosts(List.of("127.0.0.1"));
        return new NetworkSettings(hosts, Duration.ofSeconds(10), 1_000, 3, cache, trust, insecure);
    }

    private DecisionContext decision() {
        var context = new DecisionContext(() -> now, new Random(1), BuiltinLimits.STANDARD);
        context.begin();
        return context;
    }

    private RegoObject call(HttpSend builtin, String fields) throws Exception {
        return (RegoObject) builtin.call(ValueText.parse(fields), decision());
    }

    private String get(String path, String more) {
        return "{\"method\": \"get\", \"url\": \"" + url(path) + "\"" + more + "}";
    }

    private static RegoValue at(RegoObject value, String... keys) {
        RegoValue at = value;
        for (var key : keys) {
            at = requireNonNull(((RegoObject) at).get(key), key);
        }
        return at;
    }

    private static String failure(RegoObject response) {
        assertThat(at(response, "status_code")).isEqualTo(RegoValue.of(0));
        return text(at(response, "error", "code")) + ": " + text(at(response, "error", "message"));
    }

    private static String text(RegoValue value) {
        return value instanceof RegoString(var text) ? text : "no text: " + value;
    }

    @Test
    void anAllowedHostIsAskedAndItsAnswerIsRead() throws Exception {
        var response = call(
                allowed(),
                "{\"method\": \"post\", \"url\": \"" + url("/a?b=c")
                        + "\", \"body\": {\"s\": {1, 2}}, \"headers\": {\"x-who\": \"ann\"}}");
        assertThat(asked).containsExactly("POST /a?b=c {\"s\":[1,2]} [ann][]");
        assertThat(at(response, "status")).isEqualTo(RegoValue.of("200 OK"));
        assertThat(at(response, "status_code")).isEqualTo(RegoValue.of(200));
        assertThat(at(response, "raw_body")).isEqualTo(RegoValue.of("{\"a\": 1}"));
        assertThat(at(response, "body")).isEqualTo(RegoObject.of("a", RegoValue.of(1)));
        assertThat(at(response, "headers", "content-type")).isEqualTo(ValueText.parse("[\"application/json\"]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain | [1] | '' | null",
                "text/plain | [1] | , \"force_json_decode\": true | [1]",
                "application/problem+json; charset=utf-8 | [1] | '' | [1]",
                "application/json | no | '' | null",
                "application/yaml | a: 1 | '' | {\"a\": 1}",
                "text/plain | a: 1 | , \"force_yaml_decode\": true | {\"a\": 1}",
            })
    void bodiesAreReadAsTheirTypeSaysOrThePolicy(String type, String body, String more, String read) throws Exception {
        answer = exchange -> send(exchange, 200, body, type);
        assertThat(at(call(allowed(), get("/", more)), "body")).isEqualTo(ValueText.parse(read));
    }

    @Test
    void aRawBodyGoesBeforeABody() throws Exception {
        call(allowed(), get("/", ", \"body\": 1, \"raw_body\": \"raw\""));
        assertThat(asked).containsExactly("GET / raw [][]");
    }

    @Test
    void aHostThatIsNotAllowedIsNotAsked() throws Exception {
        var other = "{\"method\": \"get\", \"url\": \"http://localhost:"
                + server.getAddress().getPort() + "/\"";
        assertThatThrownBy(() -> call(allowed(), other + "}"))
                .isInstanceOf(BuiltinException.class)
                .hasMessageContaining("is not among http_send.hosts");
        assertThat(failure(call(allowed(), other + ", \"raise_error\": false}")))
                .startsWith("eval_http_send_internal_error: host localhost:");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"method\": \"get\"}",
                "{\"method\": \"get\", \"url\": \"http://127.0.0.1/\", \"bad_key\": 1}",
                "{\"method\": 1, \"url\": \"http://127.0.0.1/\"}",
                "{\"method\": \"CONNECT\", \"url\": \"http://127.0.0.1/\"}",
                "{\"method\": \"get\", \"url\": \"unix://localhost/?socket=x\"}",
                "{\"method\": \"get\", \"url\": \"file:///etc/passwd\"}",
                "{\"method\": \"get\", \"url\": \"http://127.1/\"}",
                "{\"method\": \"get\", \"url\": \"http://allowed@127.0.0.1/\"}",
                "{\"method\": \"get\", \"url\": \"http://127.0.0.1/ x\"}",
                "{\"method\": \"get\", \"url\": \"http://127.0.0.1/\", \"headers\": {\"Host\": \"other\"}}",
                "{\"method\": \"get\", \"url\": \"http://127.0.0.1/\", \"headers\": {\"x\": \"a\\r\\nb: c\"}}",
                "{\"method\": \"get\", \"url\": \"http://127.0.0.1/\", \"headers\": {\"x\": 1}}",
                "{\"method\": \"get\", \"url\": \"http://127.0.0.1/\", \"timeout\": \"x\"}",
                "{\"method\": \"get\", \"url\": \"http://127.0.0.1/\", \"tls_ca_cert_file\": \"/etc/passwd\"}",
                "{\"method\": \"get\", \"url\": \"http://127.0.0.1/\", \"tls_ca_cert_env_variable\": \"HOME\"}",
                "{\"method\": \"get\", \"url\": \"https://127.0.0.1/\", \"tls_insecure_skip_verify\": true}",
                "{\"method\": \"get\", \"url\": \"http://127.0.0.1/\", \"force_cache\": true}",
                "{\"method\": \"get\", \"url\": \"http://127.0.0.1/\", \"raise_error\": 1}",
                "[]",
            })
    void requestsThatAreNoneAreRefused(String fields) {
        assertThatThrownBy(() -> call(allowed(), fields)).isInstanceOf(BuiltinException.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void anAnswerThatIsTooLargeIsNone() throws Exception {
        answer = exchange -> send(exchange, 200, "x".repeat(1_001), "text/plain");
        assertThat(failure(call(allowed(), get("/", ", \"raise_error\": false"))))
                .startsWith("eval_http_send_network_error: 127.0.0.1 cannot be asked: ");
        answer = exchange -> send(exchange, 200, "x".repeat(1_000), "text/plain");
        assertThat(at(call(allowed(), get("/", "")), "status_code")).isEqualTo(RegoValue.of(200));
    }

    @Test
    void aSlowServerIsWaitedForAsLongAsThePolicySays() throws Exception {
        answer = this::hang;
        assertThat(failure(call(allowed(), get("/", ", \"timeout\": \"50ms\", \"raise_error\": false"))))
                .isEqualTo("eval_http_send_network_error: 127.0.0.1 has not answered in time");
        assertThat(failure(call(allowed(), get("/", ", \"timeout\": 50000000, \"raise_error\": false"))))
                .endsWith("in time");
    }

    private void hang(HttpExchange exchange) throws IOException {
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    @Test
    void theEndOfADecisionEndsItsCall() throws Exception {
        var begun = new CountDownLatch(1);
        answer = exchange -> {
            begun.countDown();
            hang(exchange);
        };
        var deciding = Thread.currentThread();
        threads.execute(() -> {
            try {
                begun.await();
                deciding.interrupt(); // as the watchdog does
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> call(allowed(), get("/", ", \"raise_error\": false")))
                .isInstanceOf(DecisionEndedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aDecisionMakesSoManyCallsAndNoMore() throws Exception {
        var builtin = allowed();
        var context = decision();
        for (int i = 0; i < 3; i++) {
            builtin.call(ValueText.parse(get("/" + i, "")), context);
        }
        builtin.call(ValueText.parse(get("/0", "")), context); // is known
        assertThatThrownBy(() -> builtin.call(ValueText.parse(get("/4", "")), context))
                .isInstanceOf(DecisionEndedException.class)
                .hasMessage("asks servers more than 3 times");
        assertThat(asked).hasSize(3);
        context.begin();
        builtin.call(ValueText.parse(get("/4", "")), context);
        assertThat(asked).hasSize(4);
    }

    @Test
    void failuresStayTheSameWithinADecision() throws Exception {
        var builtin = allowed();
        var context = decision();
        answer = exchange -> exchange.close();
        var fields = ValueText.parse(get("/", ", \"raise_error\": false"));
        var first = builtin.call(fields, context);
        answer = exchange -> send(exchange, 200, "", "text/plain");
        assertThat(builtin.call(fields, context)).isEqualTo(first);
    }

    @Test
    void aCallThatFailsIsMadeAgainWhereThePolicySays() throws Exception {
        answer = exchange -> {
            if (asked.size() < 2) {
                exchange.close();
            } else {
                send(exchange, 204, "", "text/plain");
            }
        };
        assertThat(at(call(allowed(), get("/", ", \"max_retry_attempts\": 1")), "status"))
                .isEqualTo(RegoValue.of("204 No Content"));
    }

    @Test
    void redirectsAreFollowedWhereThePolicySays() throws Exception {
        answer = exchange -> {
            if (exchange.getRequestURI().getPath().equals("/from")) {
                send(exchange, 302, "", "text/plain", "Location", "/to");
            } else {
                send(exchange, 200, "there", "text/plain");
            }
        };
        assertThat(at(call(allowed(), get("/from", "")), "status_code")).isEqualTo(RegoValue.of(302));
        asked.clear();
        var post = "{\"method\": \"post\", \"url\": \"" + url("/from")
                + "\", \"raw_body\": \"x\", \"enable_redirect\": true, \"headers\": {\"authorization\": \"s\"}}";
        assertThat(at(call(allowed(), post), "raw_body")).isEqualTo(RegoValue.of("there"));
        assertThat(asked).containsExactly("POST /from x [][s]", "GET /to  [][s]");
    }

    @Test
    void redirectsLeadToNoOtherHosts() throws Exception {
        var port = server.getAddress().getPort();
        answer = exchange -> send(exchange, 307, "", "text/plain", "Location", "http://localhost:" + port + "/to");
        assertThat(failure(call(allowed(), get("/from", ", \"enable_redirect\": true, \"raise_error\": false"))))
                .isEqualTo("eval_http_send_internal_error: host localhost:" + port + " is not among http_send.hosts");
        assertThat(asked).hasSize(1);
    }

    @Test
    void redirectsToAnotherHostCarryNoSecrets() throws Exception {
        var port = server.getAddress().getPort();
        answer = exchange -> {
            if (exchange.getRequestURI().getPath().equals("/from")) {
                send(exchange, 307, "", "text/plain", "Location", "http://localhost:" + port + "/to");
            } else {
                send(exchange, 200, "", "text/plain");
            }
        };
        var both = new NetworkSettings(
                new AllowedHosts(List.of("127.0.0.1", "localhost:" + port)),
                Duration.ofSeconds(10),
                1_000,
                3,
                0,
                Optional.empty(),
                false);
        call(
                builtin(both),
                get(
                        "/from",
                        ", \"enable_redirect\": true, \"headers\": {\"authorization\": \"s\", \"x-who\": \"ann\"}"));
        assertThat(asked).containsExactly("GET /from  [ann][s]", "GET /to  [ann][]");
    }

    @Test
    void redirectsInARingHaveAnEnd() throws Exception {
        answer = exchange -> send(exchange, 302, "", "text/plain", "Location", "/");
        assertThat(failure(call(allowed(), get("/", ", \"enable_redirect\": true, \"raise_error\": false"))))
                .contains("redirects more than 10 times");
    }

    private void serve(String... headers) {
        answer = exchange -> send(exchange, 200, "n" + asked.size(), "text/plain", headers);
    }

    private static String date(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC));
    }

    @Test
    void laterDecisionsUseAnAnswerAsLongAsTheServerSays() throws Exception {
        var builtin = allowed();
        serve("Cache-Control", "private, max-age=60", "Date", date(START));
        var cached = get("/", ", \"cache\": true");
        assertThat(at(call(builtin, cached), "raw_body")).isEqualTo(RegoValue.of("n1"));
        now = START.plusSeconds(59);
        assertThat(at(call(builtin, cached), "raw_body")).isEqualTo(RegoValue.of("n1"));
        assertThat(at(call(builtin, get("/", "")), "raw_body")).isEqualTo(RegoValue.of("n2"));
        now = START.plusSeconds(61);
        assertThat(at(call(builtin, cached), "raw_body")).isEqualTo(RegoValue.of("n3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "max-age=60, no-store", "no-cache", "max-age=0", "public", "s-maxage=60"})
    void laterDecisionsDoNotUseWhatTheServerKeepsFromThem(String control) throws Exception {
        var builtin = allowed();
        serve("Cache-Control", control);
        call(builtin, get("/", ", \"cache\": true"));
        call(builtin, get("/", ", \"cache\": true"));
        assertThat(asked).hasSize(2);
    }

    @Test
    void laterDecisionsUseAnAnswerAsLongAsThePolicySays() throws Exception {
        var builtin = allowed();
        serve("Cache-Control", "no-store");
        var forced = get("/", ", \"force_cache\": true, \"force_cache_duration_seconds\": 5");
        call(builtin, forced);
        now = START.plusSeconds(4);
        call(builtin, forced);
        assertThat(asked).hasSize(1);
        now = START.plusSeconds(6);
        call(builtin, forced);
        assertThat(asked).hasSize(2);
    }

    @Test
    void answersOfOtherRequestsAreNotUsed() throws Exception {
        var builtin = allowed();
        serve("Expires", date(START.plusSeconds(60)));
        call(builtin, get("/", ", \"cache\": true, \"headers\": {\"authorization\": \"ann\", \"x-who\": \"1\"}"));
        call(builtin, get("/", ", \"cache\": true, \"headers\": {\"authorization\": \"bob\", \"x-who\": \"1\"}"));
        assertThat(asked).hasSize(2);
        var ignoring = ", \"cache\": true, \"cache_ignored_headers\": [\"x-who\"], \"headers\": {\"x-who\": ";
        call(builtin, get("/", ignoring + "\"1\"}"));
        call(builtin, get("/", ignoring + "\"2\"}"));
        assertThat(asked).hasSize(3);
    }

    @Test
    void whatIsKeptHasABound() throws Exception {
        var builtin = builtin(settings(4_000));
        serve("Cache-Control", "max-age=60");
        for (int i = 0; i < 5; i++) {
            call(builtin, get("/" + i, ", \"cache\": true"));
        }
        call(builtin, get("/4", ", \"cache\": true"));
        assertThat(asked).hasSize(5);
        call(builtin, get("/0", ", \"cache\": true"));
        assertThat(asked).hasSize(6);
    }

    @Test
    void whileAPolicyIsWarmedUpNobodyIsAsked() {
        Rehearsal.run(() -> assertThatThrownBy(() -> call(allowed(), get("/", ", \"raise_error\": false")))
                .isInstanceOf(BuiltinException.class));
        assertThat(asked).isEmpty();
    }

    @Test
    void serversOfTlsAreTrustedAsTheHandlerOrThePolicySays(@TempDir Path folder) throws Exception {
        var certificates = new Certificates(folder);
        certificates.issue("good", "ip:127.0.0.1");
        certificates.issue("elsewhere", "dns:elsewhere.example");
        var good = server(Optional.of(certificates.server("good")));
        var elsewhere = server(Optional.of(certificates.server("elsewhere")));
        try {
            var url = "{\"method\": \"get\", \"raise_error\": false, \"url\": \"https://127.0.0.1:"
                    + good.getAddress().getPort() + "/\"";
            var ca = ValueText.write(RegoValue.of(Files.readString(certificates.authority("ca"))));
            var other = ValueText.write(RegoValue.of(Files.readString(certificates.authority("other-ca"))));
            assertThat(failure(call(allowed(), url + "}"))).startsWith("eval_http_send_network_error: ");
            var trusting = builtin(settings(0, Optional.of(Trust.of(certificates.authority("ca"))), false));
            assertThat(at(call(trusting, url + "}"), "status_code")).isEqualTo(RegoValue.of(200));
            assertThat(at(call(allowed(), url + ", \"tls_ca_cert\": " + ca + "}"), "status_code"))
                    .isEqualTo(RegoValue.of(200));
            assertThat(failure(call(trusting, url + ", \"tls_ca_cert\": " + other + "}")))
                    .startsWith("eval_http_send_network_error: ");
            var wrongName = "{\"method\": \"get\", \"raise_error\": false, \"url\": \"https://127.0.0.1:"
                    + elsewhere.getAddress().getPort() + "/\"";
            assertThat(failure(call(trusting, wrongName + "}"))).startsWith("eval_http_send_network_error: ");
            var blind = ", \"tls_insecure_skip_verify\": true}";
            assertThat(failure(call(trusting, wrongName + blind))).contains("is not allowed");
            var lenient = builtin(settings(0, Optional.empty(), true));
            assertThat(at(call(lenient, wrongName + blind), "status_code")).isEqualTo(RegoValue.of(200));
            assertThat(failure(call(lenient, wrongName + "}"))).startsWith("eval_http_send_network_error: ");
        } finally {
            good.stop(0);
            elsewhere.stop(0);
        }
    }

    @Test
    void namesAreLookedUpWhereTheirHostsAreAllowed() throws Exception {
        var lookup = new NameLookup(settings(0));
        assertThat(lookup.call(RegoValue.of("127.0.0.1"), decision())).isEqualTo(ValueText.parse("{\"127.0.0.1\"}"));
        assertThatThrownBy(() -> lookup.call(RegoValue.of("localhost"), decision()))
                .isInstanceOf(BuiltinException.class)
                .hasMessageContaining("http_send.hosts");
        assertThatThrownBy(() -> lookup.call(RegoNull.NULL, decision())).isInstanceOf(BuiltinException.class);
    }
}

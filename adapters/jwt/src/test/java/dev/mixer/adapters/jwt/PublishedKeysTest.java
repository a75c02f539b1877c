package dev.mixer.adapters.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.Jwt;
import dev.mixer.spi.template.JwtCheck;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jose4j.jwk.RsaJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that an issuer publishes, here on a web server that counts who asks. */
class PublishedKeysTest extends AdapterContract<JwtParameters> {
    private static final String ISSUER = "i";

    @TempDir
    private Path folder = Path.of("");

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server = start();
    private final TestHost host = TestHost.create();
    private volatile String description = "";
    private volatile HttpHandler answer = exchange -> send(exchange, 200, TestKeys.jwks(TestKeys.RSA), "\"1\"");

    @Override
    protected Adapter<JwtParameters> adapter() {
        return new JwtAdapter();
    }

    @Override
    protected JwtParameters workingParameters() {
        return parameters(Map.of("jwksUri", Optional.of(uri())));
    }

    @Override
    protected Instance instance(Class<? extends Instance> template) {
        var text = token(TestKeys.RSA, 600);
        return template == Jwt.class ? new Jwt("", text, Map.of()) : new JwtCheck("", text, Map.of());
    }

    /** So that the threads of the server are not taken for those of the adapter. */
    @BeforeEach
    void warmUp() throws Exception {
        try (var provider = new HttpProvider(uri(), Duration.ofSeconds(10), null)) {
            provider.fetch(null);
        }
        requests.clear();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
        host.close();
    }

    @Test
    void keysAreAskedForOnceAnIntervalAndNotSentTwice() throws Exception {
        try (var handler = adapter().open(workingParameters(), host)) {
            for (int i = 0; i < 50; i++) {
                assertThat(status(handler, token(TestKeys.RSA, 60 + i))).isEqualTo(Status.OK);
            }
            answer = exchange -> send(exchange, 304, "", "\"1\"");
            host.advance(Duration.ofMinutes(5));
            assertThat(status(handler, token(TestKeys.RSA, 60))).isEqualTo(Status.OK);
            assertThat(requests).containsExactly("none", "\"1\"");
            assertThat(host.gauge("jwt_keys", "issuer", ISSUER)).isEqualTo(1);
        }
    }

    @Test
    void aNewKeyIsFoundByTheFirstTokenThatNeedsIt() throws Exception {
        try (var handler = adapter().open(workingParameters(), host)) {
            host.advance(Duration.ofSeconds(31));
            answer = exchange -> send(exchange, 200, TestKeys.jwks(TestKeys.RSA, TestKeys.OTHER), "\"2\"");
            assertThat(status(handler, token(TestKeys.OTHER, 60))).isEqualTo(Status.OK);
            assertThat(requests).hasSize(2);
        }
    }

    @Test
    void aKeyThatIsWithdrawnEndsItsTokensAlsoThoseInTheCache() throws Exception {
        try (var handler = adapter().open(workingParameters(), host)) {
            var text = token(TestKeys.RSA, 6000);
            assertThat(status(handler, text)).isEqualTo(Status.OK);
            answer = exchange -> send(exchange, 200, TestKeys.jwks(TestKeys.OTHER), "\"2\"");
            host.advance(Duration.ofMinutes(5));
            assertThat(status(handler, text).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    @Test
    void unknownKeysCannotBeUsedToFloodTheIssuer() throws Exception {
        var forged = TestKeys.rsa("unknown", "RS256");
        try (var handler = adapter().open(workingParameters(), host)) {
            for (int second = 0; second < 90; second++) {
                for (int i = 0; i < 5; i++) {
                    var result = Calls.derive(handler, new Jwt("", token(forged, 600 + i), Map.of()));
                    assertThat(result.status().message()).isEqualTo("the token is not signed with a key of its issuer");
                    assertThat(result.validFor()).isEqualTo(Duration.ofSeconds(30));
                }
                host.advance(Duration.ofSeconds(1));
            }
            assertThat(requests).as("at 0, 30 and 60 s").hasSize(3);
        }
    }

    @Test
    void keysOutliveTheirIssuerForTheirTimeToLive() throws Exception {
        var parameters = Defaults.of(
                JwtParameters.class,
                Map.of(
                        "issuers",
                        List.of(issuer(Map.of("jwksUri", Optional.of(uri())))),
                        "keysTtl",
                        Duration.ofMinutes(20)));
        try (var handler = adapter().open(parameters, host)) {
            answer = exchange -> send(exchange, 500, "{}", "\"9\"");
            host.advance(Duration.ofSeconds(1190));
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(handler.state().detail()).contains("status 500");
            var result = Calls.derive(handler, new Jwt("", token(TestKeys.RSA, 600), Map.of()));
            assertThat(result.status()).isEqualTo(Status.OK);
            assertThat(result.validFor()).as("what is left of the keys").isEqualTo(Duration.ofSeconds(10));
            host.advance(Duration.ofSeconds(10));
            assertThatThrownBy(() -> status(handler, token(TestKeys.RSA, 600))).hasMessageContaining("keys not loaded");
            answer = exchange -> send(exchange, 200, TestKeys.jwks(TestKeys.RSA), "\"2\"");
            host.advance(Duration.ofMinutes(5));
            assertThat(status(handler, token(TestKeys.RSA, 600))).isEqualTo(Status.OK);
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
        }
    }

    @Test
    void attemptsGrowRareWhileTheIssuerFails() throws Exception {
        try (var handler = adapter().open(workingParameters(), host)) {
            answer = exchange -> send(exchange, 500, "{}", "\"9\"");
            host.advance(Duration.ofHours(2));
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            // 9 pauses that double up to 5 minutes, then one in 225 to 300 s.
            assertThat(requests.size()).isBetween(9 + 21, 11 + 32);
        }
    }

    @Test
    void anIssuerThatIsAwayAtTheStartIsAState() throws Exception {
        answer = exchange -> send(exchange, 503, "", "\"0\"");
        try (var handler = adapter().open(workingParameters(), host)) {
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
            assertThatThrownBy(() -> status(handler, token(TestKeys.RSA, 60))).hasMessageContaining("keys not loaded");
            assertThat(status(handler, "x").code()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(Calls.derive(handler, new Jwt("", "", Map.of())).status())
                    .isEqualTo(Status.OK);
            answer = exchange -> send(exchange, 200, TestKeys.jwks(TestKeys.RSA), "\"1\"");
            host.advance(Duration.ofSeconds(2));
            assertThat(status(handler, token(TestKeys.RSA, 60))).isEqualTo(Status.OK);
        }
    }

    @Test
    void aKeySetThatIsNoneLeavesTheOldOneInForce() throws Exception {
        try (var handler = adapter().open(workingParameters(), host)) {
            for (var broken :
                    List.of("", "<html>", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}", "x".repeat(2_000_000))) {
                answer = exchange -> send(exchange, 200, broken, "\"2\"");
                host.advance(Duration.ofMinutes(5));
                assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
                assertThat(status(handler, token(TestKeys.RSA, 60))).isEqualTo(Status.OK);
            }
        }
    }

    @Test
    void callsWaitForAFetchWithoutHoldingAThread() throws Exception {
        try (var deferring = TestHost.deferring();
                var handler = adapter().open(workingParameters(), deferring)) {
            var capability = handler.capability(Jwt.class).orElseThrow();
            assertThat(capability).isInstanceOf(dev.mixer.spi.Capability.AsyncAttributes.class);
            var stage = derive(capability, new Jwt("", token(TestKeys.RSA, 60), Map.of()));
            assertThat(stage.isDone()).isFalse();
            deferring.runWaiting();
            assertThat(stage.isDone()).isTrue();
            assertThat(stage.isCompletedExceptionally()).isFalse();
            assertThat(requests).hasSize(1);
        }
    }

    @Test
    void aSuccessorStartsWithTheKeysOfItsPredecessor() throws Exception {
        try (var previous = adapter().open(workingParameters(), host)) {
            answer = exchange -> send(exchange, 500, "", "\"9\"");
            try (var next = host.successor();
                    var handler = adapter().reopen(workingParameters(), next, previous)) {
                assertThat(status(handler, token(TestKeys.RSA, 60))).isEqualTo(Status.OK);
            }
        }
    }

    @Test
    void keysInAFileAreLive() throws Exception {
        var file = Files.writeString(folder.resolve("jwks.json"), TestKeys.jwks(TestKeys.OTHER));
        try (var handler = adapter().open(parameters(Map.of("jwksFile", Optional.of(file))), host)) {
            assertThat(status(handler, token(TestKeys.RSA, 60)).isOk()).isFalse();
            Files.writeString(file, TestKeys.jwks(TestKeys.OTHER, TestKeys.RSA));
            host.advance(Duration.ofSeconds(1));
            assertThat(status(handler, token(TestKeys.RSA, 60))).isEqualTo(Status.OK);
        }
    }

    @Test
    void aSlowIssuerIsGivenUp() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        };
        try (var provider = new HttpProvider(uri(), Duration.ofMillis(300), null)) {
            assertThatThrownBy(() -> provider.fetch(null))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has not answered within 300 ms");
        }
    }

    @Test
    void anIssuerMaySayItselfWhereItsKeysAre() throws Exception {
        description = "{\"issuer\":\"" + ISSUER + "\",\"jwks_uri\":\"" + uri() + "\"}";
        try (var handler = adapter().open(parameters(Map.of("discoveryUri", Optional.of(discovery()))), host)) {
            assertThat(status(handler, token(TestKeys.RSA, 600))).isEqualTo(Status.OK);
            answer = exchange -> send(exchange, 304, "", "\"1\"");
            host.advance(Duration.ofMinutes(5));
            assertThat(requests).containsExactly("none", "\"1\"");
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
            // The keys move: what was seen at the old place says nothing of the new one.
            description = description.replace("/jwks", "/jwks/moved");
            answer = exchange -> send(exchange, 200, TestKeys.jwks(TestKeys.OTHER), "\"1\"");
            host.advance(Duration.ofMinutes(5));
            assertThat(requests).containsExactly("none", "\"1\"", "none");
            assertThat(status(handler, token(TestKeys.OTHER, 600))).isEqualTo(Status.OK);
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"issuer":"other","jwks_uri":"http://127.0.0.1/jwks"} | describes another issuer
            {"issuer":"i"}                                        | names no jwks_uri
            {"issuer":"i","jwks_uri":7}                           | names no jwks_uri
            {"issuer":"i","jwks_uri":"file:///jwks"}              | jwks_uri must be an http or https URL
            <html>                                                | cannot be understood
            """)
    void whatAnIssuerSaysOfItselfMustHold(String said, String why) throws Exception {
        description = said;
        try (var handler = adapter().open(parameters(Map.of("discoveryUri", Optional.of(discovery()))), host)) {
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
            assertThat(handler.state().detail()).contains(why);
            assertThat(requests).isEmpty();
        }
    }

    @SuppressWarnings("unchecked") // the handler was asked for this template
    private static java.util.concurrent.CompletableFuture<?> derive(dev.mixer.spi.Capability<Jwt> capability, Jwt jwt)
            throws Exception {
        var async = (dev.mixer.spi.Capability.AsyncAttributes<?, ?>) capability;
        return ((dev.mixer.spi.Capability.AsyncAttributesFunction<Jwt, Jwt.Claims>) async.function())
                .derive(jwt)
                .toCompletableFuture();
    }

    private static Status status(Handler handler, String text) throws Exception {
        return Calls.derive(handler, new Jwt("", text, Map.of())).status();
    }

    private String token(RsaJsonWebKey key, int seconds) {
        long expires = host.clock().instant().getEpochSecond() + seconds;
        return TestKeys.token(key, "{\"iss\":\"" + ISSUER + "\",\"exp\":" + expires + "}");
    }

    private static JwtParameters parameters(Map<String, ?> source) {
        return Defaults.of(JwtParameters.class, Map.of("issuers", List.of(issuer(source))));
    }

    private static Issuer issuer(Map<String, ?> source) {
        var given = new java.util.HashMap<String, Object>(source);
        given.put("issuer", ISSUER);
        return Defaults.of(Issuer.class, given);
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
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
    }

    private URI discovery() {
        return uri().resolve("/.well-known/openid-configuration");
    }

    private HttpServer start() {
        try {
            var started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.createContext("/jwks", this::handle);
            started.createContext("/.well-known", exchange -> send(exchange, 200, description, "\"d\""));
            started.setExecutor(threads);
            started.start();
            return started;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

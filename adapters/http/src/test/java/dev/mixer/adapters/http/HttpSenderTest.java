package dev.mixer.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mixer.adapters.telemetry.RecordJson;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import dev.mixer.spi.Reported;
import dev.mixer.spi.Secret;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Certificates;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.BackendProcess;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server gets, and what its answers mean. */
class HttpSenderTest {
    private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path folder = Path.of("");

    private final TestHost host = TestHost.create();
    private FakeServer server;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
        host.close();
    }

    private Handler open(Map<String, ?> given) throws Exception {
        return open(server.url(), given);
    }

    private Handler open(URI url, Map<String, ?> given) throws Exception {
        var values = new HashMap<String, Object>(Map.of("url", url));
        values.putAll(given);
        return new HttpAdapter().open(Defaults.of(HttpParameters.class, values), host);
    }

    private static LogEntry entry(String user) {
        return new LogEntry(Map.of("user", new AttributeValue.Text(user)), Optional.of(WHEN), "info", "", Map.of());
    }

    private static List<Parcel> parcels(Handler handler, String... users) throws Exception {
        var parcels = new ArrayList<Parcel>();
        for (var user : users) {
            parcels.add(Calls.parcel(handler, "one.default", entry(user)));
        }
        return parcels;
    }

    private static Receipt send(Handler handler, List<Parcel> batch) throws Exception {
        return handler.sender().orElseThrow().send(batch);
    }

    private static AdapterException refused(Handler handler, List<Parcel> batch) throws Exception {
        try {
            var receipt = send(handler, batch);
            throw new AssertionError("it was sent: " + receipt);
        } catch (AdapterException e) {
            return e;
        }
    }

    private static String json(Parcel parcel, String user) {
        var object = new String(RecordJson.encode(new Reported<>("one.default", entry(user)), WHEN), UTF_8);
        return "{\"id\":\"" + parcel.id() + "\"," + object.substring(1);
    }

    @Test
    void aBatchIsOneRequestOfLines() throws Exception {
        try (var handler = open(Map.of())) {
            var batch = parcels(handler, "alice", "bob");
            assertThat(send(handler, batch)).isEqualTo(Receipt.COMPLETE);
            assertThat(server.requests()).hasSize(1);
            var request = server.requests().getFirst();
            assertThat(request.header("Content-type")).isEqualTo("application/x-ndjson");
            assertThat(new String(request.body(), UTF_8))
                    .isEqualTo(json(batch.get(0), "alice") + "\n" + json(batch.get(1), "bob") + "\n");
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
        }
    }

    @Test
    void aBatchIsOneArray() throws Exception {
        try (var handler = open(Map.of("format", BodyFormat.ARRAY))) {
            var batch = parcels(handler, "alice", "bob");
            Calls.send(handler, batch);
            var request = server.requests().getFirst();
            assertThat(request.header("Content-type")).isEqualTo("application/json");
            assertThat(new String(request.body(), UTF_8))
                    .isEqualTo("[" + json(batch.get(0), "alice") + "," + json(batch.get(1), "bob") + "]");
        }
    }

    @Test
    void aBodyIsPackedAndSignedAsItIsSent() throws Exception {
        var hmac = new HmacParameters(Secret.of("shared"), "X-Sign");
        try (var handler = open(Map.of("gzip", true, "hmac", Optional.of(hmac)))) {
            var batch = parcels(handler, "alice");
            Calls.send(handler, batch);
            var request = server.requests().getFirst();
            assertThat(request.header("Content-encoding")).isEqualTo("gzip");
            var plain = new GZIPInputStream(new ByteArrayInputStream(request.body())).readAllBytes();
            assertThat(new String(plain, UTF_8)).isEqualTo(json(batch.getFirst(), "alice") + "\n");

            var seconds = host.clock().instant().getEpochSecond();
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("shared".getBytes(UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(UTF_8));
            assertThat(request.header("X-sign"))
                    .isEqualTo("t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(request.body())));
        }
    }

    /** Computed with openssl dgst -sha256 -hmac. */
    @Test
    void aSignatureIsWhatOtherToolsCompute() {
        assertThat(Signature.of(Secret.of("shared"), Instant.ofEpochSecond(1_700_000_000), "{}".getBytes(UTF_8)))
                .isEqualTo("t=1700000000,v1=8fe400a4d7d97fe5517b7b8d84c07a253654d1bf408323b8b0f24f6cc87644c7");
    }

    @Test
    void recordsOfOtherHeadersGoInOtherRequests() throws Exception {
        var given = Map.of(
                "headers", Map.of("X-User", "{variables.user}", "X-Fixed", "f"),
                "secretHeaders", Map.of("Authorization", Secret.of("Bearer x")));
        try (var handler = open(given)) {
            Calls.send(handler, parcels(handler, "alice", "bob\r\nX: y", "alice"));
            assertThat(server.requests())
                    .extracting(request -> request.header("X-user"))
                    .containsExactly("alice", "bob??X: y");
            assertThat(server.requests())
                    .extracting(
                            request -> new String(request.body(), UTF_8).lines().count())
                    .containsExactly(2L, 1L);
            assertThat(server.requests()).allSatisfy(request -> {
                assertThat(request.header("X-fixed")).isEqualTo("f");
                assertThat(request.header("Authorization")).isEqualTo("Bearer x");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, PERMANENT, answered 400: no good",
        "413, PERMANENT, answered 413: no good",
        "422, PERMANENT, answered 422: no good",
        "401, TRANSIENT, does not let this host in",
        "403, TRANSIENT, does not let this host in",
        "404, TRANSIENT, is the URL right?",
        "405, TRANSIENT, is the URL right?",
        "408, TRANSIENT, answered 408",
        "425, TRANSIENT, answered 425",
        "429, TRANSIENT, answered 429",
        "500, TRANSIENT, answered 500: no good",
        "502, TRANSIENT, answered 502",
        "503, TRANSIENT, answered 503",
    })
    void aStatusSaysWhetherToTryAgain(int status, Kind kind, String message) throws Exception {
        server.then(FakeServer.status(status, "no good\nsecond line"));
        try (var handler = open(Map.of())) {
            var failure = refused(handler, parcels(handler, "alice", "bob"));
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure)
                    .hasMessageStartingWith(server.url() + " answered")
                    .hasMessageContaining(message);
            assertThat(failure.getMessage()).doesNotContain("second");
            assertThat(failure.retryAfter()).isEmpty();
            assertThat(handler.state().phase()).isEqualTo(kind == Kind.PERMANENT ? Phase.READY : Phase.DEGRADED);
            // The next batch is as good as new.
            Calls.send(handler, parcels(handler, "carol"));
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
        }
    }

    @Test
    void theServerSaysWhenToComeBack() throws Exception {
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                host.clock().instant().plusSeconds(90).atOffset(ZoneOffset.UTC));
        server.then(FakeServer.status(429, "", "Retry-After", "7"))
                .then(FakeServer.status(503, "", "Retry-After", date))
                .then(FakeServer.status(503, "", "Retry-After", "soon"))
                .then(FakeServer.status(503, "", "Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT"));
        try (var handler = open(Map.of())) {
            var batch = parcels(handler, "alice");
            assertThat(refused(handler, batch).retryAfter()).contains(Duration.ofSeconds(7));
            assertThat(refused(handler, batch).retryAfter()).contains(Duration.ofSeconds(90));
            assertThat(refused(handler, batch).retryAfter()).isEmpty();
            assertThat(refused(handler, batch).retryAfter()).isEmpty();
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (var other = FakeServer.start();
                var handler = open(Map.of("secretHeaders", Map.of("Authorization", Secret.of("x"))))) {
            server.then(FakeServer.status(307, "", "Location", other.url().toString()));
            var failure = refused(handler, parcels(handler, "alice"));
            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure).hasMessageContaining("a redirect to " + other.url() + ", which is not followed");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void aRefusalAfterRequestsThatWereTakenSendsNothingTwice() throws Exception {
        server.then(FakeServer.status(200, "")).then(FakeServer.status(400, "no good"));
        try (var handler = open(Map.of("headers", Map.of("X-User", "{variables.user}")))) {
            var batch = parcels(handler, "alice", "bob", "carol");
            var unsent = send(handler, batch).unsent();
            assertThat(unsent).extracting(Receipt.Unsent::index).containsExactly(1, 2);
            assertThat(unsent).extracting(Receipt.Unsent::kind).containsOnly(Kind.TRANSIENT);
            // The host sends the rest again; what is wrong with it is heard now.
            server.then(FakeServer.status(400, "no good"));
            assertThat(refused(handler, batch.subList(1, 3)).kind()).isEqualTo(Kind.PERMANENT);
        }
    }

    @Test
    void aRecordThatCannotBeReadIsRefusedAlone() throws Exception {
        try (var handler = open(Map.of())) {
            var bad = new Parcel("0".repeat(32), WHEN, new byte[] {1, 0});
            var unsent = send(handler, List.of(bad, parcels(handler, "alice").getFirst()))
                    .unsent();
            assertThat(unsent).extracting(Receipt.Unsent::index).containsExactly(0);
            assertThat(unsent).extracting(Receipt.Unsent::kind).containsExactly(Kind.PERMANENT);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aServerThatHangsIsGivenUp() throws Exception {
        var end = new CountDownLatch(1);
        server.then(_ -> await(end));
        try (var handler = open(Map.of("timeout", Duration.ofMillis(200)))) {
            var failure = refused(handler, parcels(handler, "alice"));
            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
        } finally {
            end.countDown();
        }
    }

    @Test
    void anAnswerWhoseBodyNeverEndsIsAnAnswer() throws Exception {
        var end = new CountDownLatch(1);
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await(end);
        });
        try (var handler = open(Map.of("timeout", Duration.ofMillis(500)))) {
            assertThat(send(handler, parcels(handler, "alice"))).isEqualTo(Receipt.COMPLETE);
        } finally {
            end.countDown();
        }
    }

    @Test
    void aHugeRefusalIsARefusal() throws Exception {
        server.then(FakeServer.status(400, "x".repeat(200_000)));
        try (var handler = open(Map.of())) {
            assertThat(refused(handler, parcels(handler, "alice")).kind()).isEqualTo(Kind.PERMANENT);
        }
    }

    @Test
    void aServerThatIsAwayIsAState() throws Exception {
        var url = URI.create("http://127.0.0.1:" + BackendProcess.freePort() + "/in");
        try (var handler = open(url, Map.of())) {
            var failure = refused(handler, parcels(handler, "alice"));
            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure).hasMessageStartingWith(url + " cannot be reached: ");
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
        }
    }

    @Test
    void aServerThatHangsUpIsAState() throws Exception {
        server.then(exchange -> exchange.close());
        try (var handler = open(Map.of())) {
            assertThat(refused(handler, parcels(handler, "alice")).kind()).isEqualTo(Kind.TRANSIENT);
        }
    }

    @Test
    void anInterruptedSendEnds() throws Exception {
        try (var handler = open(Map.of())) {
            var batch = parcels(handler, "alice");
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> send(handler, batch));
        }
    }

    @Test
    void onlyAServerOfTheGivenAuthorityGetsRecords() throws Exception {
        var certificates = new Certificates(folder);
        var _ = certificates.issue("web", "ip:127.0.0.1");
        try (var secured = FakeServer.startTls(certificates.server("web"));
                var good = open(secured.url(), Map.of("caFile", Optional.of(certificates.authority("ca"))));
                var bad = open(secured.url(), Map.of("caFile", Optional.of(certificates.authority("other-ca"))))) {
            Calls.send(good, parcels(good, "alice"));
            assertThat(refused(bad, parcels(bad, "bob"))).hasMessageContaining("certification path");
            assertThat(secured.requests()).hasSize(1);
        }
    }

    @Test
    void aFileOfAuthoritiesThatIsNoneIsAFault() {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> open(Map.of("caFile", Optional.of(folder.resolve("none.pem")))))
                .withMessageContaining("none.pem cannot be read")
                .matches(e -> e.kind() == Kind.PERMANENT);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

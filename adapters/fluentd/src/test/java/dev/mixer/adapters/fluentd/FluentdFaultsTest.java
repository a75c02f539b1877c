package dev.mixer.adapters.fluentd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import dev.mixer.spi.Secret;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Certificates;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;

@Timeout(60)
class FluentdFaultsTest {
    @Test
    void whatIsNotAcknowledgedInTimeIsTransientAndTheRestIsDelivered() throws Exception {
        try (var server = FakeServer.start((in, out) -> {
                    FakeServer.acknowledge(out, FakeServer.readChunk(in));
                    FakeServer.readChunk(in);
                    in.unpackValue(); // never comes: waits until the client gives up
                });
                var host = TestHost.create();
                var handler = open(host, server.port(), Map.of("ackTimeout", Duration.ofMillis(200)))) {
            var receipt = handler.sender()
                    .orElseThrow()
                    .send(List.of(parcel(handler, "a"), parcel(handler, "b"), parcel(handler, "a")));
            assertThat(receipt.unsent())
                    .extracting(Receipt.Unsent::index, Receipt.Unsent::kind)
                    .containsExactly(Tuple.tuple(1, AdapterException.Kind.TRANSIENT));
            assertThat(receipt.unsent().getFirst().reason()).contains("has not acknowledged in time");
        }
    }

    @Test
    void acknowledgementsMayComeInAnyOrder() throws Exception {
        try (var server = FakeServer.start((in, out) -> {
                    var first = FakeServer.readChunk(in);
                    FakeServer.acknowledge(out, FakeServer.readChunk(in));
                    FakeServer.acknowledge(out, "of nobody");
                    FakeServer.acknowledge(out, first);
                });
                var host = TestHost.create();
                var handler = open(host, server.port(), Map.of())) {
            assertThatCode(() -> Calls.send(handler, List.of(parcel(handler, "a"), parcel(handler, "b"))))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aConnectionThatEndsBeforeTheAnswerIsTransientAndReplaced() throws Exception {
        var connections = new java.util.concurrent.atomic.AtomicInteger();
        try (var server = FakeServer.start((in, out) -> {
                    var chunk = FakeServer.readChunk(in);
                    if (connections.incrementAndGet() > 1) {
                        FakeServer.acknowledge(out, chunk);
                    }
                });
                var host = TestHost.create();
                var handler = open(host, server.port(), Map.of())) {
            var batch = List.of(parcel(handler, "a"));
            assertTransient(() -> Calls.send(handler, batch), "ended the connection without an acknowledgement");
            Calls.send(handler, batch);
            assertThat(connections).hasValue(2);
        }
    }

    @Test
    void withoutAcknowledgementsNoneIsAskedFor() throws Exception {
        var options = new java.util.concurrent.LinkedBlockingQueue<String>();
        try (var server = FakeServer.start((in, _) ->
                        options.add(in.unpackValue().asArrayValue().get(2).toJson()));
                var host = TestHost.create();
                var handler = open(host, server.port(), Map.of("requireAck", false))) {
            Calls.send(handler, List.of(parcel(handler, "a")));
            assertThat(options.poll(10, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("{\"size\":1}");
        }
    }

    @Test
    void whatIsKeptInAnotherFormIsSetAsideAndItsNeighboursArrive() throws Exception {
        try (var server = FakeServer.start((in, out) -> FakeServer.acknowledge(out, FakeServer.readChunk(in)));
                var host = TestHost.create();
                var handler = open(host, server.port(), Map.of())) {
            var other = new Parcel("id", Instant.EPOCH, new byte[] {2});
            var torn = new Parcel("id", Instant.EPOCH, new byte[] {1, (byte) 0xa5, 'a'});
            var receipt = handler.sender().orElseThrow().send(List.of(other, parcel(handler, "a"), torn));
            assertThat(receipt.unsent())
                    .extracting(Receipt.Unsent::index, Receipt.Unsent::kind)
                    .containsExactly(
                            Tuple.tuple(0, AdapterException.Kind.PERMANENT),
                            Tuple.tuple(2, AdapterException.Kind.PERMANENT));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "secret, secret, word, ''",
        "secret, other, word, does not let this host in",
        "secret, secret, wrong, does not let this host in",
        "LIAR, LIAR, word, the server does not know shared_key",
    })
    void bothSidesShowThatTheyKnowTheKey(String serverKey, String clientKey, String word, String fault)
            throws Exception {
        var given = Map.of(
                "sharedKey", Optional.of(Secret.of(clientKey)),
                "username", "alice",
                "password", Optional.of(Secret.of(word)));
        try (var server = FakeServer.start((in, out) -> {
                    welcome(in, out, serverKey);
                    FakeServer.acknowledge(out, FakeServer.readChunk(in));
                });
                var host = TestHost.create();
                var handler = open(host, server.port(), given)) {
            var batch = List.of(parcel(handler, "a"));
            if (fault.isEmpty()) {
                Calls.send(handler, batch);
            } else {
                assertTransient(() -> Calls.send(handler, batch), fault);
                assertThat(handler.state().detail()).contains(fault).doesNotContain(word);
            }
            assertThat(server.failure()).isNull();
        }
    }

    @Test
    void aServerWithoutAHandshakeIsTransient() throws Exception {
        try (var server = FakeServer.start((in, _) -> in.unpackValue());
                var host = TestHost.create();
                var handler = open(
                        host,
                        server.port(),
                        Map.of("sharedKey", Optional.of(Secret.of("key")), "ackTimeout", Duration.ofMillis(200)))) {
            assertTransient(() -> Calls.send(handler, List.of(parcel(handler, "a"))), "");
        }
    }

    @Test
    void overTlsTheServerMustBeTheOneThatWasMeant(@TempDir Path folder) throws Exception {
        var certificates = new Certificates(folder);
        var _ = certificates.issue("server", "ip:127.0.0.1");
        var _ = certificates.issue("elsewhere", "dns:elsewhere");
        var trusted = Optional.of(certificates.authority("ca"));
        var other = Optional.of(certificates.authority("other-ca"));
        for (var name : List.of("server", "elsewhere")) {
            for (var authority : List.of(trusted, other)) {
                try (var server = FakeServer.start(
                                certificates.server(name),
                                (in, out) -> FakeServer.acknowledge(out, FakeServer.readChunk(in)));
                        var host = TestHost.create();
                        var handler = open(host, server.port(), Map.of("tls", true, "caCertificate", authority))) {
                    var batch = List.of(parcel(handler, "a"));
                    if (name.equals("server") && authority.equals(trusted)) {
                        Calls.send(handler, batch);
                    } else {
                        assertTransient(() -> Calls.send(handler, batch), "");
                    }
                }
            }
        }
    }

    @Test
    void anAuthorityThatCannotBeReadKeepsTheHandlerFromOpening(@TempDir Path folder) throws Exception {
        try (var host = TestHost.create()) {
            assertThatThrownBy(() -> open(
                            host, 1, Map.of("tls", true, "caCertificate", Optional.of(folder.resolve("none.pem")))))
                    .isInstanceOf(AdapterException.class)
                    .hasMessageContaining("none.pem");
        }
    }

    @Test
    void theClockTellsTheTimeOfEntriesWithoutOne() throws Exception {
        try (var host = TestHost.create();
                var handler = open(host, 1, Map.of())) {
            var now = host.clock().instant();
            var with = Calls.parcel(handler, "log.home", new LogEntry(Map.of(), Optional.of(now), "", "", Map.of()));
            var without = Calls.parcel(handler, "log.home", new LogEntry(Map.of(), Optional.empty(), "", "", Map.of()));
            assertThat(without.content()).isEqualTo(with.content());
        }
    }

    @ParameterizedTest
    @CsvSource({"PT0.25S, 250", "PT-0.0015S, -1", "PT9223372036854775807S, 9223372036854775807"})
    void durationsMayBeWholeMilliseconds(Duration duration, long milliseconds) throws Exception {
        try (var host = TestHost.create();
                var handler = open(host, 1, Map.of("integerDuration", true))) {
            var span = entry(Map.of("d", new AttributeValue.Span(duration)));
            var number = entry(Map.of("d", new AttributeValue.Int64(milliseconds)));
            assertThat(Calls.parcel(handler, "log.home", span).content())
                    .isEqualTo(Calls.parcel(handler, "log.home", number).content());
        }
    }

    /** The server's side of the handshake. */
    private static void welcome(MessageUnpacker in, MessagePacker out, String key) throws Exception {
        var nonce = "nonce-16-bytes..";
        out.packArrayHeader(2).packString("HELO").packMapHeader(3);
        out.packString("nonce").packString(nonce).packString("auth").packString("user-salt");
        out.packString("keepalive").packBoolean(true);
        out.flush();
        var ping = in.unpackValue().asArrayValue();
        assertThat(ping.get(0).toString()).isEqualTo("PING");
        var salt = ping.get(2).asRawValue().asByteArray();
        boolean right =
                ping.get(3).toString().equals(sha512(salt, text(ping.get(1).toString()), text(nonce), text(key)))
                        && ping.get(4).toString().equals("alice")
                        && ping.get(5).toString().equals(sha512(text("user-salt"), text("alice"), text("word")));
        var proof = key.equals("LIAR") ? "lie" : sha512(salt, text("server"), text(nonce), text(key));
        out.packArrayHeader(5).packString("PONG").packBoolean(right).packString(right ? "" : "no");
        out.packString("server").packString(proof);
        out.flush();
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha512(byte[]... parts) throws Exception {
        var digest = MessageDigest.getInstance("SHA-512");
        for (var part : parts) {
            digest.update(part);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void assertTransient(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AdapterException.class, e -> assertThat(e.kind()).isEqualTo(AdapterException.Kind.TRANSIENT))
                .hasMessageContaining(reason);
    }

    private static Handler open(TestHost host, int port, Map<String, ?> given) throws AdapterException {
        var all = new HashMap<String, Object>(Map.of("address", "127.0.0.1:" + port));
        all.putAll(given);
        return new FluentdAdapter().open(Defaults.of(FluentdParameters.class, all), host);
    }

    private static Parcel parcel(Handler handler, String tag) throws Exception {
        return Calls.parcel(handler, "log.home", entry(Map.of("tag", new AttributeValue.Text(tag))));
    }

    private static LogEntry entry(Map<String, AttributeValue> variables) {
        return new LogEntry(variables, Optional.of(Instant.EPOCH), "info", "", Map.of());
    }
}

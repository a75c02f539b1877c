package dev.mixer.adapters.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mixer.adapters.opentelemetry.FakeCollector.Answer;
import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Protocol;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt.Unsent;
import dev.mixer.spi.Secret;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that a real collector cannot be made to give. */
class CollectorFaultsTest {
    private final TestHost host = TestHost.create();

    @AfterEach
    void close() {
        host.close();
    }

    private Handler open(Protocol protocol, FakeCollector collector, Map<String, ?> more) throws Exception {
        var given = new HashMap<String, Object>(
                Map.of("endpoint", collector.url(), "protocol", protocol, "metrics", Records.definitions()));
        given.putAll(more);
        return new OpentelemetryAdapter().open(Defaults.of(OpentelemetryParameters.class, given), host);
    }

    private static Parcel log(Handler handler) throws Exception {
        return Calls.parcel(handler, "access.default", Records.log(Map.of()));
    }

    private AdapterException refusal(Protocol protocol, Answer answer) throws Exception {
        try (var collector = new FakeCollector(protocol, _ -> answer);
                var handler = open(protocol, collector, Map.of())) {
            var batch = List.of(log(handler));
            return assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> Calls.send(handler, batch))
                    .actual();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, PERMANENT",
        "413, PERMANENT",
        "422, PERMANENT",
        "500, PERMANENT",
        "501, PERMANENT",
        "429, TRANSIENT",
        "502, TRANSIENT",
        "503, TRANSIENT",
        "504, TRANSIENT",
        "401, TRANSIENT",
        "403, TRANSIENT",
        "404, TRANSIENT",
        "408, TRANSIENT",
        "301, TRANSIENT"
    })
    void whatStatusesOfHttpMean(int status, Kind kind) throws Exception {
        var refusal = refusal(Protocol.HTTP, Answer.refused(status, 0));
        assertThat(refusal).hasMessageContaining("/v1/logs answered with status " + status);
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CANCELLED, 1, TRANSIENT", "UNKNOWN, 2, PERMANENT", "INVALID_ARGUMENT, 3, PERMANENT",
        "DEADLINE_EXCEEDED, 4, TRANSIENT", "NOT_FOUND, 5, PERMANENT", "ALREADY_EXISTS, 6, PERMANENT",
        "PERMISSION_DENIED, 7, TRANSIENT", "RESOURCE_EXHAUSTED, 8, PERMANENT", "FAILED_PRECONDITION, 9, PERMANENT",
        "ABORTED, 10, TRANSIENT", "OUT_OF_RANGE, 11, TRANSIENT", "UNIMPLEMENTED, 12, TRANSIENT",
        "INTERNAL, 13, PERMANENT", "UNAVAILABLE, 14, TRANSIENT", "DATA_LOSS, 15, TRANSIENT",
        "UNAUTHENTICATED, 16, TRANSIENT"
    })
    void whatCodesOfGrpcMean(String name, int code, Kind kind) throws Exception {
        var refusal = refusal(Protocol.GRPC, Answer.refused(code, 0));
        assertThat(refusal).hasMessageContaining(" answered " + name + ": on purpose");
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GRPC, 14", "GRPC, 8", "HTTP, 503", "HTTP, 429"})
    void theCollectorSaysWhenToComeBack(Protocol protocol, int code) throws Exception {
        var refusal = refusal(protocol, Answer.refused(code, 7));
        assertThat(refusal.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(refusal.retryAfter()).isEqualTo(Optional.of(Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @EnumSource
    void aPartialSuccessIsCountedAndSaidAndNothingIsSentAgain(Protocol protocol) throws Exception {
        try (var collector = new FakeCollector(protocol, _ -> Answer.taken(2, "too old"));
                var handler = open(protocol, collector, Map.of())) {
            var batch = List.of(log(handler), log(handler), log(handler));
            Calls.send(handler, batch);
            Calls.send(handler, batch);
            assertThat(host.count("opentelemetry_rejected_total", "signal", "logs"))
                    .isEqualTo(4);
            assertThat(host.count("opentelemetry_rejected_total", "signal", "traces"))
                    .isZero();
            assertThat(host.logLines())
                    .extracting(TestHost.LogLine::message)
                    .containsExactly("the collector rejected 2 of logs: too old");
        }
    }

    @Test
    void aWarningWithoutARejectionIsSaid() throws Exception {
        try (var collector = new FakeCollector(Protocol.HTTP, _ -> Answer.taken(0, "old names"));
                var handler = open(Protocol.HTTP, collector, Map.of())) {
            Calls.send(handler, List.of(log(handler)));
            assertThat(host.logLines().getFirst().message()).endsWith("warns: old names");
            assertThat(host.count("opentelemetry_rejected_total", "signal", "logs"))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void headersWithSecretsGoAlong(Protocol protocol) throws Exception {
        try (var collector = new FakeCollector(protocol, _ -> Answer.taken());
                var handler =
                        open(protocol, collector, Map.of("headers", Map.of("Authorization", Secret.of("Bearer t"))))) {
            Calls.send(handler, List.of(log(handler)));
            assertThat(collector.headers())
                    .containsEntry("authorization", "Bearer t")
                    .containsEntry(protocol == Protocol.GRPC ? "grpc-encoding" : "content-encoding", "gzip");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSignalThatIsRefusedLeavesTheOthersDelivered(Protocol protocol) throws Exception {
        int permanent = protocol == Protocol.GRPC ? 3 : 400;
        try (var collector = new FakeCollector(
                        protocol, signal -> signal.equals("traces") ? Answer.refused(permanent, 0) : Answer.taken());
                var handler = open(protocol, collector, Map.of())) {
            var span = Calls.parcel(handler, "span.default", Records.span("ab", "1", "", Records.START, Records.START));
            var metric = Calls.parcel(handler, "count.default", Records.metric(1));
            var receipt = handler.sender().orElseThrow().send(List.of(span, log(handler), span, metric));
            assertThat(receipt.unsent()).extracting(Unsent::index).containsExactly(0, 2);
            assertThat(receipt.unsent()).extracting(Unsent::kind).containsOnly(Kind.PERMANENT);
            // The two spans together, then each by itself.
            assertThat(collector.calls()).containsExactly("logs", "metrics", "traces", "traces", "traces");
        }
    }

    @Test
    void aBatchOfWhichNothingWasTakenComesBackWhenTheCollectorWantsAllOfIt() throws Exception {
        try (var collector =
                        new FakeCollector(Protocol.HTTP, signal -> Answer.refused(503, signal.equals("logs") ? 7 : 2));
                var handler = open(Protocol.HTTP, collector, Map.of())) {
            var metric = Calls.parcel(handler, "count.default", Records.metric(1));
            var batch = List.of(metric, log(handler));
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> Calls.send(handler, batch))
                    .returns(Kind.TRANSIENT, AdapterException::kind)
                    .returns(Optional.of(Duration.ofSeconds(7)), AdapterException::retryAfter);
            assertThat(collector.calls()).containsExactly("logs", "metrics");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCollectorThatHangsIsGivenUp(Protocol protocol) throws Exception {
        var release = new java.util.concurrent.CountDownLatch(1);
        try (var collector = new FakeCollector(protocol, _ -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Answer.taken();
                });
                var handler = open(protocol, collector, Map.of("timeout", Duration.ofMillis(300)))) {
            var batch = List.of(log(handler));
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> Calls.send(handler, batch))
                    .returns(Kind.TRANSIENT, AdapterException::kind);
            release.countDown();
        }
    }

    @Test
    void aRecordOfAnUnknownFormIsSetAsideAndTheRestArrives() throws Exception {
        try (var collector = new FakeCollector(Protocol.HTTP, _ -> Answer.taken());
                var handler = open(Protocol.HTTP, collector, Map.of())) {
            var good = log(handler);
            var strange = new Parcel("1".repeat(32), good.accepted(), new byte[] {9, 0, 0});
            var cut = new Parcel("2".repeat(32), good.accepted(), new byte[] {1, 0, 5});
            var receipt = handler.sender().orElseThrow().send(List.of(strange, good, cut));
            assertThat(receipt.unsent()).extracting(Unsent::index).containsExactly(0, 2);
            assertThat(receipt.unsent()).extracting(Unsent::kind).containsOnly(Kind.PERMANENT);
            assertThat(collector.calls()).containsExactly("logs");
        }
    }

    /** How gRPC calls this depends on how far the connection had come, so several are broken. */
    @ParameterizedTest
    @EnumSource
    void aConnectionThatBreaksIsNotTheRecordsFault(Protocol protocol) throws Exception {
        try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var collector = new FakeCollector(protocol, _ -> Answer.taken());
                var handler = open(
                        protocol,
                        collector,
                        Map.of("endpoint", URI.create("http://127.0.0.1:" + port.getLocalPort())))) {
            Thread.ofPlatform().daemon().start(() -> breakAll(port));
            var batch = List.of(log(handler));
            for (int i = 0; i < 50; i++) {
                assertThatExceptionOfType(AdapterException.class)
                        .isThrownBy(() -> Calls.send(handler, batch))
                        .returns(Kind.TRANSIENT, AdapterException::kind);
            }
        }
    }

    private static void breakAll(ServerSocket port) {
        try {
            for (int i = 0; !port.isClosed(); i++) {
                try (var connection = port.accept()) {
                    var _ = connection.getInputStream().readNBytes(i % 30);
                    connection.setSoLinger(true, i % 2);
                }
            }
        } catch (IOException e) {
            // Closed by the test.
        }
    }
}

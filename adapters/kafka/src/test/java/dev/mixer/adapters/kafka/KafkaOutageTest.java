package dev.mixer.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.template.Metric;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Samples;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.BackendProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Brokers that are away, go away and come back. */
@Tag("backend")
class KafkaOutageTest {
    private static final Map<String, Object> IMPATIENT = Map.of("deliveryTimeout", Duration.ofSeconds(3));

    private final TestHost host = TestHost.create();

    @AfterEach
    void stop() {
        host.close();
    }

    private static Parcel parcel(Handler handler) throws Exception {
        return Calls.parcel(
                handler, "one.default", (Metric) Samples.of(Metric.class).orElseThrow());
    }

    private Handler open(String server, String topic) throws Exception {
        return new KafkaAdapter().open(Parameters.of(server, topic, IMPATIENT), host);
    }

    private static AdapterException refused(Handler handler, Parcel parcel) {
        try {
            var _ = handler.sender().orElseThrow().send(List.of(parcel));
        } catch (AdapterException e) {
            return e;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was sent");
    }

    @Test
    void aHandlerOpensWithoutABrokerAndSaysWhom() throws Exception {
        var server = "127.0.0.1:" + BackendProcess.freePort();
        try (var handler = open(server, "metrics")) {
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
            assertThat(handler.state().detail()).startsWith("no broker of " + server + " answers");
            var failure = refused(handler, parcel(handler));
            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure).hasMessageStartingWith("no broker of " + server + " has answered");
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
        }
    }

    @Test
    void aNameThatCannotBeResolvedIsAStateToo() throws Exception {
        try (var handler = open("nowhere.invalid:9092", "metrics")) {
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
            assertThat(handler.state().detail()).startsWith("nowhere.invalid:9092: ");
            assertThat(refused(handler, parcel(handler)).kind()).isEqualTo(Kind.TRANSIENT);
        }
    }

    @Test
    void anInterruptedSendEndsSoonAndTheNextOneWorks() throws Exception {
        var broker = KafkaBroker.shared();
        var topic = broker.topic("interrupted");
        var patient = Parameters.of(broker.server(), "unknown-{instance}", Map.of());
        try (var stuck = new KafkaAdapter().open(patient, host)) {
            var parcel = parcel(stuck);
            var outcome = new CompletableFuture<Throwable>();
            var thread = Thread.ofPlatform().daemon().start(() -> {
                try {
                    var _ = stuck.sender().orElseThrow().send(List.of(parcel));
                    outcome.complete(null);
                } catch (Throwable e) { // told to the test
                    outcome.complete(e);
                }
            });
            thread.interrupt();
            assertThat(outcome.get(4, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
        try (var handler = open(broker.server(), topic)) {
            var parcel = parcel(handler);
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(() -> handler.sender().orElseThrow().send(List.of(parcel)));
            Calls.send(handler, List.of(parcel));
        }
        assertThat(TopicReader.headers(TopicReader.read(broker, topic, 1).getLast()))
                .containsKey("mixer-id");
    }

    /** As the host does: a broker that answers again may not have found its topics yet. */
    private static void sendUntilTaken(Handler handler, Parcel parcel) throws Exception {
        for (int tries = 1; ; tries++) {
            try {
                Calls.send(handler, List.of(parcel));
                return;
            } catch (AdapterException e) {
                if (e.kind() == Kind.PERMANENT || tries == 20) {
                    throw e;
                }
            }
        }
    }

    @Test
    void aBrokerThatIsKilledAndStartedAgainLosesNothing() throws Exception {
        try (var broker = KafkaBroker.start(Map.of())) {
            var topic = broker.topic("metrics");
            try (var handler = open(broker.server(), topic)) {
                var before = parcel(handler);
                var meanwhile = parcel(handler);
                Calls.send(handler, List.of(before));
                assertThat(handler.state().phase()).isEqualTo(Phase.READY);

                broker.kill();
                var failure = refused(handler, meanwhile);
                assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
                assertThat(failure).hasMessageStartingWith("no broker of " + broker.server() + " has answered");
                assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);

                broker.restart();
                host.clock().advance(Duration.ofSeconds(6));
                assertThat(handler.state().phase()).isEqualTo(Phase.READY);
                sendUntilTaken(handler, meanwhile);
                assertThat(TopicReader.read(broker, topic, 2))
                        .extracting(record -> TopicReader.headers(record).get("mixer-id"))
                        .containsExactly(before.id(), meanwhile.id());
            }
        }
    }

    @Test
    void aLeaderThatDiesIsReplacedWhileABatchWaits() throws Exception {
        try (var first = KafkaBroker.start(Map.of());
                var second = first.startAnother()) {
            var topic = first.replicated("metrics", 2, 1);
            var parameters = Parameters.of(first.server(), topic, Map.of("deliveryTimeout", Duration.ofSeconds(60)));
            try (var handler = new KafkaAdapter().open(parameters, host)) {
                var before = parcel(handler);
                var after = parcel(handler);
                Calls.send(handler, List.of(before));
                second.kill();
                Calls.send(handler, List.of(after));
                assertThat(handler.state().phase()).isEqualTo(Phase.READY);
                assertThat(TopicReader.read(first, topic, 2))
                        .extracting(record -> TopicReader.headers(record).get("mixer-id"))
                        .containsExactly(before.id(), after.id());
            }
        }
    }
}

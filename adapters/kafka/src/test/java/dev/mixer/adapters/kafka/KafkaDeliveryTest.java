package dev.mixer.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Timestamp;
import dev.mixer.adapters.telemetry.RecordJson;
import dev.mixer.adapters.telemetry.RecordTime;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.DataSize;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.Edge;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.spi.template.TraceSpan;
import dev.mixer.telemetry.v1.Record;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Samples;
import dev.mixer.testkit.TestHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real broker gets and refuses. */
@Tag("backend")
class KafkaDeliveryTest {
    private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05Z");

    private final KafkaBroker broker = KafkaBroker.shared();
    private final TestHost host = TestHost.create();

    @AfterEach
    void stop() {
        host.close();
    }

    private Handler open(String topic, Map<String, ?> given) throws Exception {
        return new KafkaAdapter().open(Parameters.of(broker.server(), topic, given), host);
    }

    private static LogEntry entry(String user) {
        return new LogEntry(Map.of("user", new AttributeValue.Text(user)), Optional.of(WHEN), "info", "", Map.of());
    }

    private static <T extends ReportInstance> T sample(Class<T> template) {
        return template.cast(Samples.of(template).orElseThrow());
    }

    @Test
    void everyTemplateArrivesAsJson() throws Exception {
        var topic = broker.topic("json");
        List<ReportInstance> sent =
                List.of(sample(LogEntry.class), sample(Metric.class), sample(TraceSpan.class), sample(Edge.class));
        try (var handler = open(topic, Map.of())) {
            Calls.send(handler, parcels(handler, sent));
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
        }
        var arrived = TopicReader.read(broker, topic, sent.size());
        for (int i = 0; i < sent.size(); i++) {
            var expected = RecordJson.encode(
                    new Reported<>("one.default", sent.get(i)), RecordTime.of(sent.get(i), host.clock()));
            assertThat(TopicReader.text(arrived.get(i).value())).isEqualTo(TopicReader.text(expected));
            assertThat(arrived.get(i).key()).isNull();
            assertThat(TopicReader.headers(arrived.get(i))).containsEntry("content-type", "application/json");
        }
    }

    @Test
    void everyTemplateArrivesAsProtobuf() throws Exception {
        var topic = broker.topic("protobuf");
        List<ReportInstance> sent =
                List.of(sample(LogEntry.class), sample(Metric.class), sample(TraceSpan.class), sample(Edge.class));
        try (var handler = open(topic, Map.of("valueFormat", ValueFormat.PROTOBUF))) {
            Calls.send(handler, parcels(handler, sent));
        }
        var arrived = TopicReader.read(broker, topic, sent.size());
        var records = new ArrayList<Record>();
        for (var one : arrived) {
            assertThat(TopicReader.headers(one).get("content-type")).contains("mixer.telemetry.v1.Record");
            records.add(Record.parseFrom(one.value()));
        }
        assertThat(records).extracting(Record::getInstance).containsOnly("one.default");
        assertThat(records.get(0).getTime().getSeconds()).isEqualTo(WHEN.getEpochSecond());
        var entry = records.get(0).getLogEntry();
        assertThat(entry.getSeverity()).isEqualTo("info");
        assertThat(entry.getVariablesOrThrow("source").getText()).isEqualTo("productpage");
        assertThat(entry.getVariablesOrThrow("response_code").getInt64()).isEqualTo(200);
        assertThat(records.get(1).getMetric().getValue().getInt64()).isEqualTo(1);
        assertThat(records.get(2).getTraceSpan().getTraceId()).isEqualTo("463ac35c9f6413ad48485a3953bb6124");
        assertThat(records.get(2).getTraceSpan().getEndTime())
                .isEqualTo(Timestamp.newBuilder()
                        .setSeconds(WHEN.getEpochSecond())
                        .setNanos(12_000_000)
                        .build());
        assertThat(records.get(3).getEdge().getDestinationWorkloadName()).isEqualTo("b");
    }

    @Test
    void headersCarryTheRecordsIdAndTheTrace() throws Exception {
        var topic = broker.topic("headers");
        var given = Map.of("headers", Map.of("who", "{source_name}", "none", "{variables.nothing}"));
        Parcel parcel;
        try (var handler = open(topic, given)) {
            parcel = Calls.parcel(handler, "one.default", sample(TraceSpan.class));
            Calls.send(handler, List.of(parcel));
        }
        assertThat(TopicReader.headers(TopicReader.read(broker, topic, 1).getFirst()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "content-type", "application/json",
                        "mixer-id", parcel.id(),
                        "traceparent", "00-463ac35c9f6413ad48485a3953bb6124-0020000000000001-01",
                        "who", "productpage"));
    }

    @Test
    void recordsOfOneKeyKeepTheirOrder() throws Exception {
        var topic = broker.topic("keys", 4, Map.of());
        try (var handler = open(topic, Map.of("key", "{variables.user}"))) {
            var parcels = new ArrayList<Parcel>();
            for (int i = 0; i < 400; i++) {
                var numbered = new LogEntry(
                        Map.of(
                                "user", new AttributeValue.Text("user-" + i % 10),
                                "number", new AttributeValue.Int64(i)),
                        Optional.of(WHEN),
                        "",
                        "",
                        Map.of());
                parcels.add(Calls.parcel(handler, "one.default", numbered));
            }
            Calls.send(handler, parcels.subList(0, 250));
            Calls.send(handler, parcels.subList(250, 400));
        }
        var arrived = TopicReader.read(broker, topic, 400);
        assertThat(arrived.stream().map(record -> record.partition()).distinct().count())
                .isGreaterThan(1);
        for (int user = 0; user < 10; user++) {
            var key = "user-" + user;
            int first = user;
            assertThat(arrived.stream()
                            .filter(record -> TopicReader.text(record.key()).equals(key))
                            .map(record -> number(TopicReader.text(record.value()))))
                    .containsExactlyElementsOf(IntStream.range(0, 40)
                            .map(i -> first + 10 * i)
                            .boxed()
                            .toList());
        }
    }

    private static int number(String json) {
        return Integer.parseInt(json.replaceAll(".*\"number\":(\\d+).*", "$1"));
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void everyCompressionCanBeRead(Compression compression) throws Exception {
        var topic = broker.topic("packed-" + compression.configured());
        try (var handler = open(topic, Map.of("compression", compression))) {
            Calls.report(handler, "one.default", entry("alice"), entry("bob"));
        }
        assertThat(TopicReader.read(broker, topic, 2))
                .extracting(record -> TopicReader.text(record.value()))
                .satisfiesExactly(
                        first -> assertThat(first).contains("alice"),
                        second -> assertThat(second).contains("bob"));
    }

    @Test
    void aTopicPerRecordIsMadeOfTheRecord() throws Exception {
        broker.topic("by-alice_x");
        broker.topic("by-bob");
        try (var handler = open("by-{variables.user}", Map.of())) {
            Calls.report(handler, "one.default", entry("alice x"), entry("bob"));
        }
        assertThat(TopicReader.text(
                        TopicReader.read(broker, "by-alice_x", 1).getFirst().value()))
                .contains("alice x");
        assertThat(TopicReader.text(
                        TopicReader.read(broker, "by-bob", 1).getFirst().value()))
                .contains("bob");
    }

    @Test
    void onlyTheRecordThatIsTooLargeForTheHostIsRefused() throws Exception {
        var topic = broker.topic("large-host");
        try (var handler = open(topic, Map.of("maxRequestSize", new DataSize(2000)))) {
            assertOnlyTheMiddleOneIsRefused(handler);
        }
        assertThat(TopicReader.read(broker, topic, 2)).hasSize(2);
    }

    @Test
    void onlyTheRecordThatIsTooLargeForTheBrokerIsRefused() throws Exception {
        var topic = broker.topic("large-broker", 1, Map.of("max.message.bytes", "2000"));
        try (var handler = open(topic, Map.of("compression", Compression.NONE))) {
            assertOnlyTheMiddleOneIsRefused(handler);
        }
        assertThat(TopicReader.read(broker, topic, 2)).hasSize(2);
    }

    private static void assertOnlyTheMiddleOneIsRefused(Handler handler) throws Exception {
        var batch = parcels(handler, List.of(entry("a"), entry("x".repeat(5000)), entry("c")));
        var unsent = handler.sender().orElseThrow().send(batch).unsent();
        assertThat(unsent).hasSize(1);
        assertThat(unsent.getFirst().index()).isEqualTo(1);
        assertThat(unsent.getFirst().kind()).isEqualTo(Kind.PERMANENT);
        assertThat(unsent.getFirst().reason()).startsWith("the record is too large for topic large-");
        assertThat(handler.state().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void aMissingTopicHoldsUpItsOwnRecordsOnlyAndIsUsedOnceItIsThere() throws Exception {
        var present = broker.topic("some-present");
        try (var handler = open("some-{variables.user}", Map.of("deliveryTimeout", Duration.ofSeconds(4)))) {
            var batch = parcels(handler, List.of(entry("later"), entry("present"), entry("later")));
            var unsent = handler.sender().orElseThrow().send(batch).unsent();
            assertThat(unsent).extracting(one -> one.index()).containsExactly(0, 2);
            assertThat(unsent).allSatisfy(one -> {
                assertThat(one.kind()).isEqualTo(Kind.TRANSIENT);
                assertThat(one.reason())
                        .isEqualTo("topic some-later does not exist on " + broker.server() + "; create it");
            });
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(handler.state().detail()).contains("topic some-later does not exist");
            assertThat(TopicReader.read(broker, present, 1)).hasSize(1);

            broker.topic("some-later");
            host.clock().advance(Duration.ofSeconds(11));
            Calls.send(handler, List.of(batch.get(0), batch.get(2)));
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
        }
        assertThat(TopicReader.read(broker, "some-later", 2)).hasSize(2);
    }

    @Test
    void aMissingTopicIsAStateBeforeTheFirstRecord() throws Exception {
        try (var handler = open("nowhere", Map.of())) {
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(handler.state().detail()).startsWith("topic nowhere does not exist on " + broker.server());
            broker.topic("nowhere");
            host.clock().advance(Duration.ofSeconds(6));
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
        }
    }

    @Test
    void topicsAreBounded() throws Exception {
        var given = Map.of("maxTopics", 2L);
        try (var handler = open("bound-{variables.user}", given)) {
            var _ = Calls.parcel(handler, "one.default", entry("a"));
            var _ = Calls.parcel(handler, "one.default", entry("b"));
            var _ = Calls.parcel(handler, "one.default", entry("a"));
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> Calls.parcel(handler, "one.default", entry("c")))
                    .withMessage("topic bound-c would be one more than the 2 that maxTopics allows")
                    .matches(e -> e.kind() == Kind.PERMANENT);
        }
    }

    @Test
    void whatWouldBeOneTopicTooManyGoesToTheOverflowTopic() throws Exception {
        broker.topic("over-a");
        broker.topic("the-rest");
        var given = Map.of("maxTopics", 1L, "overflowTopic", Optional.of("the-rest"));
        try (var handler = open("over-{variables.user}", given)) {
            Calls.report(handler, "one.default", entry("a"), entry("b"), entry("c"));
        }
        assertThat(TopicReader.read(broker, "the-rest", 2)).hasSize(2);
    }

    @Test
    void aRecordThatCannotBeReadIsRefusedAlone() throws Exception {
        var topic = broker.topic("garbage");
        try (var handler = open(topic, Map.of())) {
            var good = Calls.parcel(handler, "one.default", entry("a"));
            var bad = new Parcel("0".repeat(32), WHEN, new byte[] {9, 9});
            var unsent = handler.sender().orElseThrow().send(List.of(bad, good)).unsent();
            assertThat(unsent).hasSize(1);
            assertThat(unsent.getFirst().kind()).isEqualTo(Kind.PERMANENT);
            assertThat(unsent.getFirst().reason()).contains("form 9");
        }
        assertThat(TopicReader.read(broker, topic, 1)).hasSize(1);
    }

    private static List<Parcel> parcels(Handler handler, List<? extends ReportInstance> instances) throws Exception {
        var parcels = new ArrayList<Parcel>();
        for (var instance : instances) {
            parcels.add(Calls.parcel(handler, "one.default", instance));
        }
        return parcels;
    }
}

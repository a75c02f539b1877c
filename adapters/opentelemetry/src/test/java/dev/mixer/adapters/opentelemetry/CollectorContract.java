package dev.mixer.adapters.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Protocol;
import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Temporality;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Parcel;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds over either protocol, against a real collector: what it has written is compared with what was sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CollectorContract extends AdapterContract<OpentelemetryParameters> {
    @TempDir
    static Path folder;

    private final Protocol protocol;
    private final String service = "mixer-" + UUID.randomUUID();
    private final TestHost host = TestHost.create();
    private Collector collector;

    CollectorContract(Protocol protocol) {
        this.protocol = protocol;
    }

    @BeforeAll
    void startCollector() throws Exception {
        collector = new Collector(folder, "");
    }

    @AfterAll
    void stopCollector() {
        collector.close();
        host.close();
    }

    @Override
    protected Adapter<OpentelemetryParameters> adapter() {
        return new OpentelemetryAdapter();
    }

    @Override
    protected OpentelemetryParameters workingParameters() {
        return with("contract", Map.of());
    }

    private OpentelemetryParameters with(String name, Map<String, ?> given) {
        var all = new HashMap<String, Object>(Map.of(
                "endpoint",
                collector.url(protocol),
                "protocol",
                protocol,
                "serviceName",
                service + name,
                "metrics",
                Records.definitions()));
        all.putAll(given);
        return Defaults.of(OpentelemetryParameters.class, all);
    }

    private Handler open(String name, Map<String, ?> given) throws Exception {
        return new OpentelemetryAdapter().open(with(name, given), host);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLogEntryArrivesFieldByFieldCompressedOrNot(boolean gzip) throws Exception {
        var name = "log" + gzip;
        var entry = Records.log(Map.of(
                "message", new AttributeValue.Text("refused\ud800"),
                "code", new AttributeValue.Int64(403),
                "share", new AttributeValue.Float64(0.5),
                "cached", new AttributeValue.Bool(true),
                "took", new AttributeValue.Span(Duration.ofMillis(1500)),
                "labels", new AttributeValue.TextMap(Map.of("a", "1", "b", "2"))));
        Parcel parcel;
        try (var handler = open(name, Map.of("gzip", gzip, "resourceAttributes", Map.of("service.version", "7")))) {
            parcel = Calls.parcel(handler, "access.default", entry);
            Calls.send(handler, List.of(parcel));
        }
        Poll.until("there", () -> collector.logs(service + name).size() == 1);
        var resource = collector.resources("resourceLogs", service + name).getFirst();
        assertThat(Collector.attribute(resource.get("resource"), "service.version"))
                .isEqualTo("7");
        assertThat(Collector.attribute(resource.get("resource"), "service.instance.id"))
                .hasSize(36);
        assertThat(resource.at("/scopeLogs/0/scope/name").asText()).isEqualTo("mixer");
        assertThat(collector.logs(service + name).getFirst().toString()).isEqualTo("""
                        {"timeUnixNano":"1767323045678901234","observedTimeUnixNano":"%s",\
                        "severityNumber":13,"severityText":"Warning","body":{"stringValue":"refused\ufffd"},"attributes":[\
                        {"key":"mixer.instance","value":{"stringValue":"access.default"}},\
                        {"key":"cached","value":{"boolValue":true}},\
                        {"key":"code","value":{"intValue":"403"}},\
                        {"key":"labels","value":{"kvlistValue":{"values":[{"key":"a","value":{"stringValue":"1"}},\
                        {"key":"b","value":{"stringValue":"2"}}]}}},\
                        {"key":"share","value":{"doubleValue":0.5}},\
                        {"key":"took","value":{"stringValue":"1.5s"}},\
                        {"key":"monitored_resource.type","value":{"stringValue":"workload"}},\
                        {"key":"monitored_resource.name","value":{"stringValue":"reviews"}},\
                        {"key":"log.record.uid","value":{"stringValue":"%s"}}]}""".formatted(nanos(), parcel.id()));
    }

    @Test
    void spansOfACallArriveUnderTheirServicesAndJoin() throws Exception {
        var source = service + "productpage";
        var destination = service + "reviews";
        var end = Records.START.plusMillis(9);
        var client = Records.span(Records.TRACE, "b1", "a1", Records.START, end, true, source, destination, 404);
        var server = Records.span(Records.TRACE, "b1", "a1", Records.START, end, false, source, destination, 503);
        try (var handler = open("spans", Map.of())) {
            Calls.report(handler, "span.default", client, server);
        }
        Poll.until(
                "there",
                () -> collector.spans(source).size() == 1
                        && collector.spans(destination).size() == 1);
        var common = """
                "startTimeUnixNano":"1767323045678901234","endTimeUnixNano":"1767323045687901234","attributes":[\
                {"key":"broken","value":{"stringValue":"a\ufffdb"}},\
                {"key":"destination.address","value":{"stringValue":"2001:db8:0:0:0:0:0:1"}},\
                {"key":"http.request.body.size","value":{"intValue":"10"}},\
                {"key":"http.request.size","value":{"intValue":"120"}},\
                {"key":"http.response.body.size","value":{"intValue":"3000"}},\
                {"key":"http.response.size","value":{"intValue":"3100"}},\
                {"key":"http.response.status_code","value":{"intValue":"%d"}},\
                {"key":"network.protocol.name","value":{"stringValue":"http"}},\
                {"key":"peer.service","value":{"stringValue":"%s"}},\
                {"key":"retries","value":{"intValue":"2"}},\
                {"key":"source.address","value":{"stringValue":"10.1.2.3"}}],"status":{"code":2}}""";
        assertThat(collector.spans(source).getFirst().toString()).isEqualTo("""
                        {"traceId":"463ac35c9f6413ad48485a3953bb6124","spanId":"3f6a2ec3c810c21a",\
                        "parentSpanId":"00000000000000a1","name":"GET /reviews","kind":3,""" + common.formatted(404, destination));
        assertThat(collector.spans(destination).getFirst().toString()).isEqualTo("""
                        {"traceId":"463ac35c9f6413ad48485a3953bb6124","spanId":"00000000000000b1",\
                        "parentSpanId":"3f6a2ec3c810c21a","name":"GET /reviews","kind":2,""" + common.formatted(503, source));
    }

    /** The points of a metric, in the order in which they have come. */
    private List<JsonNode> points(String name, String metric, String kind) {
        return collector.metrics(service + name).stream()
                .filter(found -> found.get("name").asText().equals(metric))
                .map(found -> found.at("/" + kind + "/dataPoints/0"))
                .toList();
    }

    private String nanos() {
        var now = host.clock().instant();
        return Long.toString(now.getEpochSecond() * 1_000_000_000 + now.getNano());
    }

    private void sendTwice(String name, Temporality temporality, String instance, double... values) throws Exception {
        try (var handler = open(name, Map.of("temporality", temporality))) {
            for (int i = 0; i < 2; i++) {
                host.advance(Duration.ofSeconds(1));
                for (double value : values) {
                    Calls.report(handler, instance + ".default", Records.metric(value));
                }
            }
        }
    }

    @Test
    void aCounterGoesOnFromBatchToBatch() throws Exception {
        var opened = nanos();
        try (var handler = open("sum", Map.of())) {
            host.advance(Duration.ofSeconds(1));
            Calls.report(handler, "count.default", Records.metric(1), Records.metric(2));
            host.advance(Duration.ofSeconds(1));
            Calls.report(handler, "count.default", Records.metric(4));
        }
        var closed = nanos();
        Poll.until("there", () -> points("sum", "count", "sum").size() == 2);
        var metric = collector.metrics(service + "sum").getLast();
        assertThat(metric.toString()).isEqualTo("""
                        {"name":"count","description":"Requests.","unit":"{request}","sum":{"dataPoints":[{"attributes":[\
                        {"key":"code","value":{"stringValue":"200"}}],"startTimeUnixNano":"%s","timeUnixNano":"%s",\
                        "asInt":"7"}],"aggregationTemporality":2,"isMonotonic":true}}""".formatted(opened, closed));
        assertThat(points("sum", "count", "sum").getFirst().get("asInt").asText())
                .isEqualTo("3");
    }

    @Test
    void deltasTellEachBatchWithoutGaps() throws Exception {
        var opened = nanos();
        sendTwice("delta", Temporality.DELTA, "count", 1.5);
        Poll.until("there", () -> points("delta", "count", "sum").size() == 2);
        var points = points("delta", "count", "sum");
        assertThat(points).extracting(point -> point.get("asDouble").asDouble()).containsExactly(1.5, 1.5);
        assertThat(points.getFirst().get("startTimeUnixNano").asText()).isEqualTo(opened);
        assertThat(points.getLast().get("startTimeUnixNano"))
                .isEqualTo(points.getFirst().get("timeUnixNano"));
        assertThat(points.getLast().get("timeUnixNano").asText()).isEqualTo(nanos());
        assertThat(collector
                        .metrics(service + "delta")
                        .getFirst()
                        .at("/sum/aggregationTemporality")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aGaugeIsItsLastValue() throws Exception {
        try (var handler = open("gauge", Map.of())) {
            Calls.report(handler, "level.default", Records.metric(3), Records.metric(-2.5));
        }
        Poll.until("there", () -> points("gauge", "level", "gauge").size() == 1);
        var point = points("gauge", "level", "gauge").getFirst();
        assertThat(point.get("asDouble").asDouble()).isEqualTo(-2.5);
        assertThat(point.get("timeUnixNano").asText()).isEqualTo(nanos());
    }

    @Test
    void aHistogramWithBoundsCountsUpTo() throws Exception {
        try (var handler = open("histogram", Map.of())) {
            for (int i = 0; i < 2; i++) {
                Calls.report(
                        handler,
                        "size.default",
                        Records.metric(0),
                        Records.metric(1),
                        Records.metric(1.5),
                        Records.metric(11));
            }
        }
        Poll.until("there", () -> points("histogram", "size", "histogram").size() == 2);
        var points = points("histogram", "size", "histogram");
        assertThat(points.getFirst().toString())
                .contains(
                        "\"count\":\"4\",\"sum\":13.5,\"bucketCounts\":[\"2\",\"1\",\"1\"],\"explicitBounds\":[1,10]");
        assertThat(points.getLast().toString())
                .contains("\"count\":\"8\",\"sum\":27,\"bucketCounts\":[\"4\",\"2\",\"2\"]");
        assertThat(collector
                        .metrics(service + "histogram")
                        .getFirst()
                        .at("/histogram/aggregationTemporality")
                        .asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELTA", "CUMULATIVE"})
    void anExponentialHistogramFollowsTheValues(String temporality) throws Exception {
        var name = "exponential" + temporality;
        try (var handler = open(name, Map.of("temporality", Temporality.valueOf(temporality)))) {
            for (int i = 0; i < 2; i++) {
                Calls.report(
                        handler,
                        "latency.default",
                        Records.metric(0.25),
                        Records.metric(1),
                        Records.metric(4),
                        Records.metric(0));
            }
        }
        Poll.until(
                "there", () -> points(name, "latency", "exponentialHistogram").size() == 2);
        var point = points(name, "latency", "exponentialHistogram").getLast();
        int times = temporality.equals("DELTA") ? 1 : 2;
        assertThat(point.get("count").asInt()).isEqualTo(4 * times);
        assertThat(point.get("sum").asDouble()).isEqualTo(5.25 * times);
        assertThat(point.get("zeroCount").asInt()).isEqualTo(times);
        // 0.25, 1 and 4 span four doublings: 32 buckets each is the finest that 160 hold.
        assertThat(point.get("scale").asInt()).isEqualTo(5);
        assertThat(point.at("/positive/offset").asInt()).isEqualTo(-65);
        var counts = point.at("/positive/bucketCounts");
        assertThat(counts.size()).isEqualTo(129);
        for (int i : List.of(0, 64, 128)) {
            assertThat(counts.get(i).asInt()).isEqualTo(times);
        }
    }

    @Test
    void aBatchOfAllSignalsArrivesWhole() throws Exception {
        try (var handler = open("mixed", Map.of())) {
            var span = Records.span("ab", "1", "", Records.START, Records.START, false, "", service + "mixed", 200);
            Calls.send(
                    handler,
                    List.of(
                            Calls.parcel(handler, "count.default", Records.metric(1)),
                            Calls.parcel(handler, "span.default", span),
                            Calls.parcel(handler, "access.default", Records.log(Map.of())),
                            Calls.parcel(handler, "count.default", Records.metric(1))));
        }
        Poll.until("there", () -> !collector.spans(service + "mixed").isEmpty());
        assertThat(collector.logs(service + "mixed")).hasSize(1);
        assertThat(points("mixed", "count", "sum").getFirst().get("asInt").asInt())
                .isEqualTo(2);
    }

    @Test
    void aCollectorThatIsDownIsTransientAndCountsABatchOnceWhenItIsBack() throws Exception {
        try (var own = new Collector(folder, "");
                var handler =
                        new OpentelemetryAdapter().open(with("outage", Map.of("endpoint", own.url(protocol))), host)) {
            Calls.report(handler, "count.default", Records.metric(1));
            Poll.until("there", () -> own.metrics(service + "outage").size() == 1);
            own.stop();
            var batch = List.of(Calls.parcel(handler, "count.default", Records.metric(2)));
            for (int i = 0; i < 3; i++) {
                Poll.until("down", () -> fails(handler, batch));
            }
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            own.restart();
            Calls.send(handler, batch);
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
            Poll.until("there", () -> own.metrics(service + "outage").size() == 2);
            assertThat(own.metrics(service + "outage")
                            .getLast()
                            .at("/sum/dataPoints/0/asInt")
                            .asInt())
                    .isEqualTo(3);
        }
    }

    private static boolean fails(Handler handler, List<Parcel> batch) {
        try {
            Calls.send(handler, batch);
            return false;
        } catch (AdapterException e) {
            assertThat(e.kind()).as(String.valueOf(e.getMessage())).isEqualTo(AdapterException.Kind.TRANSIENT);
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

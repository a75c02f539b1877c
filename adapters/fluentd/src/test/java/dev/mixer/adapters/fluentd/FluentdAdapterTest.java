package dev.mixer.adapters.fluentd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.BackendProcess;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the real receiver of OpenTelemetry's collector. */
class FluentdAdapterTest extends AdapterContract<FluentdParameters> {
    private static final int PORT = BackendProcess.freePort();
    private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05.123456789Z");

    @TempDir
    private static Path folder;

    private static Collector collector;

    @BeforeAll
    static void startCollector() throws Exception {
        collector = Collector.start(folder, PORT);
    }

    @AfterAll
    static void endCollector() {
        collector.close();
    }

    @Override
    protected Adapter<FluentdParameters> adapter() {
        return new FluentdAdapter();
    }

    @Override
    protected FluentdParameters workingParameters() {
        return parameters(Map.of("tag", "contract"));
    }

    @ParameterizedTest
    @EnumSource(FluentdParameters.Mode.class)
    void everyFieldArrivesAsItWasReported(FluentdParameters.Mode mode) throws Exception {
        try (var host = TestHost.create();
                var handler = adapter().open(parameters(Map.of("mode", mode)), host)) {
            var variables = new HashMap<String, AttributeValue>();
            variables.put("message", new AttributeValue.Text("GET /bücher"));
            variables.put("size", new AttributeValue.Int64(Long.MIN_VALUE));
            variables.put("share", new AttributeValue.Float64(0.25));
            variables.put("ok", new AttributeValue.Bool(true));
            variables.put("took", new AttributeValue.Span(Duration.ofMillis(250)));
            variables.put("at", new AttributeValue.Timestamp(WHEN));
            variables.put("from", new AttributeValue.Ip(InetAddress.getByName("10.0.0.7")));
            variables.put("labels", new AttributeValue.TextMap(Map.of("app", "web")));
            var parcel = Calls.parcel(handler, "log." + mode, entry(variables, WHEN));
            Calls.send(handler, List.of(parcel));
            var arrived = collector.await("log.instance." + mode, 1).getFirst();
            assertThat(arrived.body()).isEqualTo("GET /bücher");
            assertThat(arrived.nanos()).isEqualTo("1767323045123456789");
            assertThat(arrived.fields())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "size", json("{'intValue':'-9223372036854775808'}"),
                            "share", json("{'doubleValue':0.25}"),
                            "ok", json("{'boolValue':true}"),
                            "took", json("{'stringValue':'0.25s'}"),
                            "at", json("{'stringValue':'2026-01-02T03:04:05.123456789Z'}"),
                            "from", json("{'stringValue':'10.0.0.7'}"),
                            "labels", json("{'kvlistValue':{'values':[{'key':'app','value':{'stringValue':'web'}}]}}"),
                            "severity", json("{'stringValue':'info'}"),
                            "mixer_id", json("{'stringValue':'" + parcel.id() + "'}")));
            assertThat(handler.state()).isEqualTo(BackendState.READY);
        }
    }

    @ParameterizedTest
    @EnumSource(FluentdParameters.Mode.class)
    void aBatchOfManyTagsArrivesWholeAndInOrder(FluentdParameters.Mode mode) throws Exception {
        try (var host = TestHost.create();
                var handler = adapter().open(parameters(Map.of("mode", mode, "idKey", "")), host)) {
            var batch = new ArrayList<Parcel>();
            for (int i = 0; i < 1000; i++) {
                var variables = Map.<String, AttributeValue>of(
                        "tag", new AttributeValue.Text("batch." + mode + i % 10), "n", new AttributeValue.Int64(i));
                batch.add(Calls.parcel(handler, "log.home", entry(variables, WHEN)));
            }
            Calls.send(handler, batch);
            for (int tag = 0; tag < 10; tag++) {
                var numbers = new ArrayList<Integer>();
                for (var one : collector.await("batch." + mode + tag, 100)) {
                    numbers.add(Integer.parseInt(one.text("n")));
                    assertThat(one.fields().keySet()).containsExactlyInAnyOrder("n", "name", "severity");
                    assertThat(one.text("name")).isEqualTo("log.instance.home");
                }
                int first = tag;
                assertThat(numbers)
                        .isEqualTo(java.util.stream.IntStream.range(0, 100)
                                .map(i -> 10 * i + first)
                                .boxed()
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1969-12-31T23:59:58Z, 18446744071709551616",
        "2106-02-07T06:28:15.5Z, 4294967295500000000",
        "2106-02-07T06:28:16.5Z, 4294967296000000000",
        "2200-01-01T00:00:00.5Z, 7258118400000000000",
    })
    void timesBeyondEventTimeAreWholeSeconds(Instant time, String nanos) throws Exception {
        var tag = "time." + time.getEpochSecond();
        try (var host = TestHost.create();
                var handler = adapter().open(parameters(Map.of("tag", tag)), host)) {
            Calls.report(handler, "log.home", entry(Map.of(), time));
            assertThat(collector.await(tag, 1).getFirst().nanos()).isEqualTo(nanos);
        }
    }

    @Test
    void entriesOfMegabytesArriveAndLargerOnesAreRefused() throws Exception {
        try (var host = TestHost.create();
                var handler = adapter().open(parameters(Map.of("tag", "large")), host)) {
            Calls.report(handler, "log.home", entry(Map.of("text", text("x".repeat(5_000_000))), WHEN));
            assertThat(collector.await("large", 1).getFirst().text("text")).hasSize(5_000_000);
            assertThatThrownBy(() -> Calls.parcel(
                            handler, "log.home", entry(Map.of("text", text("x".repeat(10_000_000))), WHEN)))
                    .isInstanceOfSatisfying(
                            AdapterException.class,
                            e -> assertThat(e.kind()).isEqualTo(AdapterException.Kind.PERMANENT))
                    .hasMessageStartingWith("log.home: the entry of 100000")
                    .hasMessageEndingWith("bytes is larger than max_record_size, 8388608 bytes");
        }
    }

    @Test
    void halfSurrogatesAreReplaced() throws Exception {
        try (var host = TestHost.create();
                var handler = adapter().open(parameters(Map.of("tag", "surrogates")), host)) {
            var variables = Map.of("a\uDC00", text("b\uD83D"), "whole", text("\uD83D\uDE00"));
            Calls.report(handler, "log.home", entry(variables, WHEN));
            var arrived = collector.await("surrogates", 1).getFirst();
            assertThat(arrived.text("a\uFFFD")).isEqualTo("b\uFFFD");
            assertThat(arrived.text("whole")).isEqualTo("\uD83D\uDE00");
        }
    }

    @Test
    void aCollectorThatGoesAndComesBackCostsNothing(@TempDir Path own) throws Exception {
        int port = BackendProcess.freePort();
        var parameters = parameters(Map.of("address", "127.0.0.1:" + port, "tag", "kept"));
        try (var host = TestHost.create();
                var handler = adapter().open(parameters, host)) {
            try (var first = Collector.start(own, port)) {
                Calls.send(handler, List.of(numbered(handler, 1)));
                first.await("kept", 1);
                first.end();
            }
            var second = List.of(numbered(handler, 2));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> Calls.send(handler, second))
                        .isInstanceOfSatisfying(
                                AdapterException.class,
                                e -> assertThat(e.kind()).isEqualTo(AdapterException.Kind.TRANSIENT));
            }
            assertThat(handler.state().phase()).isEqualTo(BackendState.Phase.DEGRADED);
            try (var again = Collector.start(own, port)) {
                Calls.send(handler, second);
                assertThat(again.await("kept", 2))
                        .extracting(one -> Integer.parseInt(one.text("n")))
                        .containsExactly(1, 2);
                assertThat(handler.state()).isEqualTo(BackendState.READY);
            }
        }
    }

    private static Parcel numbered(Handler handler, long number) throws Exception {
        return Calls.parcel(handler, "log.home", entry(Map.of("n", new AttributeValue.Int64(number)), WHEN));
    }

    private static AttributeValue text(String value) {
        return new AttributeValue.Text(value);
    }

    private static LogEntry entry(Map<String, AttributeValue> variables, Instant time) {
        return new LogEntry(variables, Optional.of(time), "info", "", Map.of());
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private static FluentdParameters parameters(Map<String, ?> given) {
        var all = new HashMap<String, Object>(Map.of("address", "127.0.0.1:" + PORT));
        all.putAll(given);
        return Defaults.of(FluentdParameters.class, all);
    }
}

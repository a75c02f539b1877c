package dev.mixer.adapters.statsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.statsd.StatsdParameters.Kind;
import dev.mixer.adapters.statsd.StatsdParameters.MetricInfo;
import dev.mixer.adapters.statsdline.Protocol;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.template.Metric;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.StatsdExporter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a real statsd_exporter. */
class StatsdAdapterTest extends AdapterContract<StatsdParameters> {
    private static final int PORT = BackendProcess.freePort();

    @TempDir
    private static Path folder;

    private static StatsdExporter exporter;

    @BeforeAll
    static void startExporter() throws Exception {
        exporter = StatsdExporter.start(folder, PORT);
    }

    @AfterAll
    static void endExporter() {
        exporter.close();
    }

    @Override
    protected Adapter<StatsdParameters> adapter() {
        return new StatsdAdapter();
    }

    @Override
    protected StatsdParameters workingParameters() {
        return parameters(PORT, Protocol.UDP, 1, Map.of("sample.default", new MetricInfo(Kind.COUNTER, "contract")));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void valuesArriveAsTheyWereReported(Protocol protocol) throws Exception {
        var name = "values_" + protocol + "_";
        var parameters = parameters(
                PORT,
                protocol,
                1,
                Map.of(
                        "requests", new MetricInfo(Kind.COUNTER, name + "requests-{{.method}}-{{.code}}"),
                        "open", new MetricInfo(Kind.GAUGE, name + "open"),
                        "level", new MetricInfo(Kind.GAUGE, name + "level"),
                        "took", new MetricInfo(Kind.DISTRIBUTION, name + "took"),
                        "end", new MetricInfo(Kind.COUNTER, name + "end")));
        try (var host = TestHost.create();
                var handler = adapter().open(parameters, host)) {
            var batch = new ArrayList<Parcel>();
            for (int i = 0; i < 100; i++) {
                batch.add(parcel(handler, "requests", new AttributeValue.Int64(2)));
            }
            batch.add(parcel(handler, "open", new AttributeValue.Int64(3)));
            batch.add(parcel(handler, "open", new AttributeValue.Int64(-4)));
            batch.add(parcel(handler, "level", new AttributeValue.Float64(0.25)));
            batch.add(parcel(handler, "took", new AttributeValue.Span(Duration.ofMillis(250))));
            batch.add(parcel(handler, "took", new AttributeValue.Span(Duration.ofMillis(1250))));
            batch.add(parcel(handler, "end", new AttributeValue.Int64(1)));
            Calls.send(handler, batch);
            Poll.until("the last line", () -> exporter.value(name + "end") == 1);
            assertThat(exporter.value(name + "requests_GET_200")).isEqualTo(200);
            assertThat(exporter.value(name + "open")).isEqualTo(-4);
            assertThat(exporter.value(name + "level")).isEqualTo(0.25);
            assertThat(exporter.value(name + "took_count")).isEqualTo(2);
            assertThat(exporter.value(name + "took_sum")).isEqualTo(1.5);
            assertThat(handler.state()).isEqualTo(BackendState.READY);
        }
    }

    @Test
    void theServerMultipliesWhatWasSampled() throws Exception {
        var parameters = parameters(PORT, Protocol.TCP, 0.5, Map.of("n", new MetricInfo(Kind.COUNTER, "sampled")));
        try (var host = TestHost.create();
                var handler = adapter().open(parameters, host)) {
            var batch = new ArrayList<Parcel>();
            for (int i = 0; i < 1000; i++) {
                batch.add(parcel(handler, "n", new AttributeValue.Int64(1)));
            }
            Calls.send(handler, batch);
            long sent = 1000 - host.count("statsd_metrics_unsampled_total");
            assertThat(sent).isBetween(1L, 999L);
            Poll.until("all lines", () -> exporter.value("sampled") == 2.0 * sent);
        }
    }

    @Test
    void aServerThatGoesAndComesBackCostsNothingOverTcp(@TempDir Path own) throws Exception {
        int port = BackendProcess.freePort();
        var parameters = parameters(port, Protocol.TCP, 1, Map.of("n", new MetricInfo(Kind.COUNTER, "kept")));
        try (var host = TestHost.create();
                var handler = adapter().open(parameters, host)) {
            var one = List.of(parcel(handler, "n", new AttributeValue.Int64(1)));
            try (var first = StatsdExporter.start(own, port)) {
                Calls.send(handler, one);
                Poll.until("the first line", () -> first.value("kept") == 1);
            }
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> Calls.send(handler, one))
                        .isInstanceOfSatisfying(
                                AdapterException.class,
                                e -> assertThat(e.kind()).isEqualTo(AdapterException.Kind.TRANSIENT));
            }
            assertThat(handler.state().phase()).isEqualTo(BackendState.Phase.DEGRADED);
            try (var second = StatsdExporter.start(own, port)) {
                Calls.send(handler, one);
                Poll.until("the line that was kept", () -> second.value("kept") == 1);
                assertThat(handler.state()).isEqualTo(BackendState.READY);
            }
        }
    }

    private static Parcel parcel(Handler handler, String instance, AttributeValue value) throws Exception {
        var dimensions = Map.<String, AttributeValue>of(
                "method", new AttributeValue.Text("GET"), "code", new AttributeValue.Int64(200));
        return Calls.parcel(handler, instance + ".default", new Metric(value, dimensions, "", Map.of()));
    }

    private static StatsdParameters parameters(
            int port, Protocol protocol, double rate, Map<String, MetricInfo> metrics) {
        var given = new HashMap<String, Object>();
        given.put("address", "127.0.0.1:" + port);
        given.put("protocol", protocol);
        given.put("samplingRate", rate);
        given.put("metrics", metrics);
        return Defaults.of(StatsdParameters.class, given);
    }
}

package dev.mixer.adapters.dogstatsd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.dogstatsd.DogstatsdParameters.Kind;
import dev.mixer.adapters.dogstatsd.DogstatsdParameters.MetricInfo;
import dev.mixer.adapters.statsdline.Protocol;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AttributeValue;
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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real statsd_exporter, which reads the tags of DogStatsD. */
class DogstatsdAdapterTest extends AdapterContract<DogstatsdParameters> {
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
    protected Adapter<DogstatsdParameters> adapter() {
        return new DogstatsdAdapter();
    }

    @Override
    protected DogstatsdParameters workingParameters() {
        return parameters("contract", Protocol.UDP, 0, Map.of("sample", new MetricInfo("n", Kind.COUNTER, Map.of())));
    }

    @ParameterizedTest
    @CsvSource({"UDP, 0", "UDP, 20", "TCP, 0"})
    void valuesAndTagsArriveAsTheyWereReported(Protocol protocol, long bufferLength) throws Exception {
        var prefix = "values_" + protocol + bufferLength;
        var metrics = Map.of(
                "requests", new MetricInfo("requests", Kind.COUNTER, Map.of("team", "web")),
                "open", new MetricInfo("open", Kind.GAUGE, Map.of()),
                "took", new MetricInfo("took", Kind.DISTRIBUTION, Map.of()),
                "size", new MetricInfo("size", Kind.DISTRIBUTION, Map.of()),
                "end", new MetricInfo("end", Kind.COUNTER, Map.of()));
        try (var host = TestHost.create();
                var handler = adapter().open(parameters(prefix, protocol, bufferLength, metrics), host)) {
            var batch = new ArrayList<Parcel>();
            for (int i = 0; i < 60; i++) {
                batch.add(parcel(handler, "requests", new AttributeValue.Int64(2), i % 3 == 0 ? "a,b" : "c d"));
            }
            batch.add(parcel(handler, "open", new AttributeValue.Int64(3), "x"));
            batch.add(parcel(handler, "took", new AttributeValue.Span(Duration.ofMillis(250)), "x"));
            batch.add(parcel(handler, "size", new AttributeValue.Int64(4096), "x"));
            batch.add(parcel(handler, "end", new AttributeValue.Int64(1), "x"));
            Calls.send(handler, batch);
            var x = "{env=\"test\",source=\"x\"}";
            Poll.until("the last line", () -> exporter.value(prefix + "_end" + x) == 1);
            assertThat(exporter.value(prefix + "_requests{env=\"test\",source=\"a_b\",team=\"web\"}"))
                    .isEqualTo(40);
            assertThat(exporter.value(prefix + "_requests{env=\"test\",source=\"c d\",team=\"web\"}"))
                    .isEqualTo(80);
            assertThat(exporter.value(prefix + "_open" + x)).isEqualTo(3);
            assertThat(exporter.value(prefix + "_took_sum" + x)).isEqualTo(0.25);
            assertThat(exporter.value(prefix + "_took_count" + x)).isEqualTo(1);
            assertThat(exporter.value(prefix + "_size_sum" + x)).isEqualTo(4096);
        }
    }

    private static Parcel parcel(Handler handler, String instance, AttributeValue value, String source)
            throws Exception {
        var dimensions = Map.<String, AttributeValue>of("source", new AttributeValue.Text(source));
        return Calls.parcel(handler, instance + ".default", new Metric(value, dimensions, "", Map.of()));
    }

    private static DogstatsdParameters parameters(
            String prefix, Protocol protocol, long bufferLength, Map<String, MetricInfo> metrics) {
        return Defaults.of(
                DogstatsdParameters.class,
                Map.of(
                        "address", "127.0.0.1:" + PORT,
                        "prefix", prefix,
                        "protocol", protocol,
                        "bufferLength", bufferLength,
                        "globalTags", Map.of("env", "test"),
                        "metrics", metrics));
    }
}

package dev.mixer.adapters.statsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.statsd.StatsdParameters.Kind;
import dev.mixer.adapters.statsd.StatsdParameters.MetricInfo;
import dev.mixer.adapters.statsdline.Sampling;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.Metric;
import dev.mixer.testkit.Defaults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricLinesTest {
    private static final Map<String, AttributeValue> DIMENSIONS = Map.of(
            "method", new AttributeValue.Text("GET"),
            "code", new AttributeValue.Int64(200),
            "a-b", new AttributeValue.Text("x:1|c\ny"));

    @ParameterizedTest
    @CsvSource({
        "COUNTER, 3, n:3|c",
        "COUNTER, 0, n:0|c",
        "COUNTER, 0.5, n:0.5|c",
        "GAUGE, 7, n:7|g",
        "GAUGE, -7, n:0|g~n:-7|g",
        "GAUGE, -0.0, n:0|g",
        "DISTRIBUTION, PT0.0125S, n:12.5|ms",
        "DISTRIBUTION, 42, n:42|c",
    })
    void lines(Kind type, String value, String line) throws Exception {
        assertThat(encode(new MetricInfo(type, "n"), "", value)).isEqualTo(line.replace('~', '\n') + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTER, -1, 'a COUNTER must not be negative, and the value is -1'",
        "COUNTER, NaN, 'the value is NaN, which no line can say'",
        "COUNTER, PT1S, 'a COUNTER takes an INT64 or a DOUBLE, and the value is a DURATION'",
        "GAUGE, Infinity, 'the value is Infinity, which no line can say'",
        "GAUGE, PT1S, 'a GAUGE takes an INT64 or a DOUBLE, and the value is a DURATION'",
        "DISTRIBUTION, PT-1S, 'a DISTRIBUTION must not be negative, and the value is -1000'",
        "DISTRIBUTION, -Infinity, 'the value is -Infinity, which no line can say'",
    })
    void refusedValues(Kind type, String value, String reason) {
        assertThatThrownBy(() -> encode(new MetricInfo(type, "n"), "", value))
                .isInstanceOfSatisfying(
                        AdapterException.class, e -> assertThat(e.kind()).isEqualTo(AdapterException.Kind.PERMANENT))
                .hasMessage("requests.home: " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; ''; requests.metric.home",
                "''; p; p.requests.metric.home",
                "'{{.method}}-{{ .code }}'; ''; GET-200",
                "'x. {{- .method -}} .y'; p; p.x.GET.y",
                "'{{index . \"a-b\"}}'; ''; x_1_c_y",
            })
    void names(String template, String prefix, String name) throws Exception {
        assertThat(encode(new MetricInfo(Kind.COUNTER, template), prefix, "1")).isEqualTo(name + ":1|c\n");
    }

    @Test
    void aDimensionThatIsMissingRefusesTheRecord() {
        assertThatThrownBy(() -> encode(new MetricInfo(Kind.COUNTER, "{{.nothing}}"), "", "1"))
                .hasMessage("requests.home: name_template names the dimension nothing, which the instance lacks");
    }

    @Test
    void anInstanceWithoutAnEntryIsRefused() {
        var lines = lines(Map.of(), 1);
        assertThatThrownBy(() -> lines.encode(reported("1"))).hasMessage("metrics has no entry for requests.home");
    }

    @Test
    void gaugesAreNeverSampled() throws Exception {
        var counter = lines(Map.of("requests", new MetricInfo(Kind.COUNTER, "n")), 0);
        assertThat(counter.encode(reported("1"))).isEmpty();
        var gauge = lines(Map.of("requests", new MetricInfo(Kind.GAUGE, "n")), 0);
        assertThat(text(gauge.encode(reported("1")))).isEqualTo("n:1|g\n");
    }

    @Test
    void aBadValueIsRefusedWhateverTheSampling() {
        var lines = lines(Map.of("requests", new MetricInfo(Kind.COUNTER, "n")), 0);
        assertThatThrownBy(() -> lines.encode(reported("-1"))).hasMessageContaining("must not be negative");
    }

    private static String encode(MetricInfo info, String prefix, String value) throws AdapterException {
        var parameters = Defaults.of(
                StatsdParameters.class, Map.of("metrics", Map.of("requests.metric.home", info), "prefix", prefix));
        return text(new MetricLines(parameters, "handler.elsewhere", new Sampling(1, _ -> {})).encode(reported(value)));
    }

    private static MetricLines lines(Map<String, MetricInfo> metrics, double rate) {
        var parameters = Defaults.of(StatsdParameters.class, Map.of("metrics", metrics));
        return new MetricLines(parameters, "handler.home", new Sampling(rate, _ -> {}));
    }

    private static Reported<Metric> reported(String value) {
        AttributeValue typed = value.startsWith("PT")
                ? new AttributeValue.Span(Duration.parse(value))
                : value.matches("-?\\d+")
                        ? new AttributeValue.Int64(Long.parseLong(value))
                        : new AttributeValue.Float64(Double.parseDouble(value));
        return new Reported<>("requests.home", new Metric(typed, DIMENSIONS, "", Map.of()));
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }
}

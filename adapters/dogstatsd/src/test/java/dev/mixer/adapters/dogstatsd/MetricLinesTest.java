package dev.mixer.adapters.dogstatsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.dogstatsd.DogstatsdParameters.Kind;
import dev.mixer.adapters.dogstatsd.DogstatsdParameters.MetricInfo;
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
    private static final Map<String, AttributeValue> DIMENSIONS =
            Map.of("code", new AttributeValue.Int64(200), "path", new AttributeValue.Text("/a,b"));
    private static final String TAGS = "|#code:200,env:test,path:/a_b,team:web";

    @ParameterizedTest
    @CsvSource({
        "COUNTER, 3, 3|c",
        "GAUGE, -7, -7|g",
        "GAUGE, 0.5, 0.5|g",
        "DISTRIBUTION, PT0.0125S, 12.5|ms",
        "DISTRIBUTION, -42, -42|h",
    })
    void lines(Kind type, String value, String line) throws Exception {
        assertThat(encode(type, 1, value)).isEqualTo("istio.n:" + line + TAGS + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTER, -1, 'a COUNTER must not be negative, and the value is -1'",
        "COUNTER, PT1S, 'a COUNTER takes an INT64 or a DOUBLE, and the value is a DURATION'",
        "GAUGE, NaN, 'the value is NaN, which no line can say'",
        "DISTRIBUTION, PT-1S, 'a duration must not be negative, and the value is -1000'",
        "DISTRIBUTION, Infinity, 'the value is Infinity, which no line can say'",
    })
    void refusedValues(Kind type, String value, String reason) {
        assertThatThrownBy(() -> encode(type, 1, value))
                .isInstanceOfSatisfying(
                        AdapterException.class, e -> assertThat(e.kind()).isEqualTo(AdapterException.Kind.PERMANENT))
                .hasMessage("requests.home: " + reason);
    }

    @Test
    void sampledAwayIsEmptyAndGaugesAreNot() throws Exception {
        assertThat(encode(Kind.COUNTER, 0, "1")).isEmpty();
        assertThat(encode(Kind.DISTRIBUTION, 0, "1")).isEmpty();
        assertThat(encode(Kind.GAUGE, 0, "1")).isEqualTo("istio.n:1|g" + TAGS + "\n");
    }

    @Test
    void anInstanceWithoutAnEntryIsRefused() {
        var lines = new MetricLines(Defaults.of(DogstatsdParameters.class), "h.home", new Sampling(1, _ -> {}));
        assertThatThrownBy(() -> lines.encode(reported("1"))).hasMessage("metrics has no entry for requests.home");
    }

    @Test
    void dimensionsHideTagsAndTagsHideGlobalOnes() throws Exception {
        var info = new MetricInfo("", Kind.COUNTER, Map.of("code", "metric", "env", "metric"));
        var parameters = Defaults.of(
                DogstatsdParameters.class,
                Map.of(
                        "prefix", "",
                        "globalTags", Map.of("code", "global", "env", "global", "zone", "global"),
                        "metrics", Map.of("requests.metric.home", info)));
        var lines = new MetricLines(parameters, "handler.elsewhere", new Sampling(1, _ -> {}));
        assertThat(new String(lines.encode(reported("1")), StandardCharsets.UTF_8))
                .isEqualTo("requests.metric.home:1|c|#code:200,env:metric,path:/a_b,zone:global\n");
    }

    private static String encode(Kind type, double rate, String value) throws AdapterException {
        var parameters = Defaults.of(
                DogstatsdParameters.class,
                Map.of(
                        "globalTags", Map.of("env", "test"),
                        "metrics", Map.of("requests", new MetricInfo("n", type, Map.of("team", "web")))));
        var lines = new MetricLines(parameters, "handler.home", new Sampling(rate, _ -> {}));
        return new String(lines.encode(reported(value)), StandardCharsets.UTF_8);
    }

    private static Reported<Metric> reported(String value) {
        AttributeValue typed = value.startsWith("PT")
                ? new AttributeValue.Span(Duration.parse(value))
                : value.matches("-?\\d+")
                        ? new AttributeValue.Int64(Long.parseLong(value))
                        : new AttributeValue.Float64(Double.parseDouble(value));
        return new Reported<>("requests.home", new Metric(typed, DIMENSIONS, "", Map.of()));
    }
}

package dev.mixer.adapters.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mixer.adapters.opentelemetry.MetricDefinition.Histogram;
import dev.mixer.adapters.opentelemetry.MetricDefinition.Kind;
import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Protocol;
import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Temporality;
import dev.mixer.spi.Problem;
import dev.mixer.spi.Secret;
import dev.mixer.testkit.Defaults;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OpentelemetryParametersTest {
    private static final URI ENDPOINT = URI.create("http://collector:4317");

    private static OpentelemetryParameters with(Map<String, ?> given) {
        var all = new HashMap<String, Object>(Map.of("endpoint", ENDPOINT));
        all.putAll(given);
        return Defaults.of(OpentelemetryParameters.class, all);
    }

    @Test
    void defaults() {
        assertThat(with(Map.of()))
                .isEqualTo(new OpentelemetryParameters(
                        ENDPOINT,
                        Protocol.GRPC,
                        "mixer",
                        Map.of(),
                        List.of(),
                        Temporality.CUMULATIVE,
                        10_000,
                        "message",
                        1,
                        Map.of(),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(10)));
        var metric = Records.definition("a.metric.b", Kind.DISTRIBUTION, Map.of());
        assertThat(metric.name()).isEqualTo("a");
        assertThat(metric.bounds()).startsWith(0.005).endsWith(10.0).hasSize(14);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("endpoint", URI.create("collector:4317"), "endpoint 'collector:4317'"),
                Arguments.of("endpoint", URI.create("http://u:p@c:1"), "endpoint has a query, a fragment or a user"),
                Arguments.of("endpoint", URI.create("http://c:1/v1"), "endpoint has a path"),
                Arguments.of("serviceName", "", "service_name is empty"),
                Arguments.of("resourceAttributes", Map.of("service.name", "x"), "resource_attributes has service.name"),
                Arguments.of("seriesLimit", 0L, "series_limit 0"),
                Arguments.of("sampleProbability", Double.NaN, "sample_probability NaN"),
                Arguments.of("clientKey", Optional.of(Path.of("k")), "client_certificate and client_key"),
                Arguments.of("headers", Map.of("X-A-bin", Secret.of("s")), "headers: 'X-A-bin' is no name of gRPC"),
                Arguments.of("headers", Map.of("grpc-x", Secret.of("s")), "headers: 'grpc-x' is no name of gRPC"),
                Arguments.of("headers", Map.of("x!", Secret.of("s")), "headers: 'x!' is no name of gRPC"),
                Arguments.of("timeout", Duration.ZERO, "timeout PT0S"));
    }

    @ParameterizedTest
    @MethodSource
    void wrong(String key, Object value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Map.of(key, value)))
                .withMessageStartingWith(message);
    }

    static Stream<Arguments> wrongMetrics() {
        return Stream.of(
                Arguments.of(Kind.COUNTER, Map.of("instanceName", ""), "instance_name is empty"),
                Arguments.of(Kind.COUNTER, Map.of("name", "1st"), "'1st' is not a name of OpenTelemetry"),
                Arguments.of(Kind.COUNTER, Map.of("labelNames", List.of("a", "a")), "label_names [a, a]"),
                Arguments.of(Kind.GAUGE, Map.of("bounds", List.of(1.0)), "histogram and bounds are for"),
                Arguments.of(Kind.DISTRIBUTION, Map.of("bounds", List.of(1.0, 1.0)), "bound 1.0 is not finite"),
                Arguments.of(Kind.DISTRIBUTION, Map.of("bounds", List.of(Double.NaN)), "bound NaN is not finite"),
                Arguments.of(
                        Kind.DISTRIBUTION,
                        Map.of("bounds", List.of(1.0), "histogram", Histogram.EXPONENTIAL),
                        "an EXPONENTIAL histogram"));
    }

    @ParameterizedTest
    @MethodSource
    void wrongMetrics(Kind kind, Map<String, ?> given, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Records.definition("a", kind, given))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({"a, a.own", "a.metric, a.own", "a.b, a.b", "a.metric.b, a.b", "a.instance.b, a.b"})
    void instancesHaveFullNames(String given, String full) {
        assertThat(Records.definition(given, Kind.COUNTER, Map.of()).fullInstanceName("own"))
                .isEqualTo(full);
    }

    @Test
    void aNameOrInstanceThatIsThereTwiceIsAnError() {
        var one = Records.definition("a.b", Kind.COUNTER, Map.of());
        var sameName = Records.definition("c", Kind.COUNTER, Map.of("name", "a"));
        var sameInstance = Records.definition("a.metric.b", Kind.COUNTER, Map.of("name", "other"));
        var problems = new OpentelemetryAdapter()
                .validate(with(Map.of("metrics", List.of(one, sameName, sameInstance), "sampleProbability", 0.0)));
        assertThat(problems)
                .containsExactly(
                        Problem.error("metrics[1].name", "a is there twice"),
                        Problem.error("metrics[2].instance_name", "a.metric.b feeds another metric already"),
                        Problem.warning("sample_probability", "is 0: no span is ever sent"));
    }
}

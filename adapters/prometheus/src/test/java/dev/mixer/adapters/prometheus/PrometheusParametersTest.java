package dev.mixer.adapters.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.prometheus.MetricDefinition.Kind;
import dev.mixer.testkit.Defaults;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusParametersTest {
    @Test
    void defaults() {
        assertThat(Defaults.of(PrometheusParameters.class))
                .isEqualTo(new PrometheusParameters(
                        List.of(), new PrometheusParameters.Expiration(Duration.ZERO, Duration.ZERO), 10_000));
        assertThat(Defaults.of(MetricDefinition.class, Map.of("instanceName", "a.metric.b", "kind", Kind.GAUGE)))
                .isEqualTo(
                        new MetricDefinition("a.metric.b", "a", "istio", "", Kind.GAUGE, List.of(), Optional.empty()));
    }

    @Test
    void everyKey() {
        var exponential =
                new Buckets(Optional.empty(), Optional.of(new Buckets.Exponential(2, 1, 10)), Optional.empty());
        var linear = new Buckets(Optional.of(new Buckets.Linear(2, 5, 1)), Optional.empty(), Optional.empty());
        assertThat(exponential.bounds()).containsExactly(1, 10, 100);
        assertThat(linear.bounds()).containsExactly(1, 6, 11);
        var metric = Defaults.of(
                MetricDefinition.class,
                Map.of(
                        "instanceName", "a",
                        "name", "b",
                        "namespace", "c",
                        "description", "d",
                        "kind", Kind.DISTRIBUTION,
                        "labelNames", List.of("e"),
                        "buckets", Optional.of(linear)));
        assertThat(metric.exposedName()).isEqualTo("c_b");
        var expiration = new PrometheusParameters.Expiration(Duration.ofSeconds(9), Duration.ofSeconds(2));
        assertThat(expiration.period()).isEqualTo(Duration.ofSeconds(2));
        assertThat(Defaults.of(
                        PrometheusParameters.class,
                        Map.of("metrics", List.of(metric), "metricsExpirationPolicy", expiration, "seriesLimit", 5L)))
                .isEqualTo(new PrometheusParameters(List.of(metric), expiration, 5));
    }

    @ParameterizedTest
    @CsvSource({
        "a, a.home",
        "a.metric, a.home",
        "a.b, a.b",
        "a.metric.b, a.b",
        "a.instance.b, a.b",
        "a.v1.b, a.v1.b",
    })
    void instancesByTheirFullName(String written, String full) {
        var metric =
                Defaults.of(MetricDefinition.class, Map.of("instanceName", written, "kind", Kind.GAUGE, "name", "n"));
        assertThat(metric.fullInstanceName("home")).isEqualTo(full);
    }

    @ParameterizedTest
    @CsvSource({
        "instanceName, '', instance_name is empty",
        "name, a-b, is not a name of Prometheus",
        "label, a-b, is not a label of Prometheus",
        "label, __a, is not a label of Prometheus",
        "label, le, is not a label of Prometheus",
        "label, a;a, holds a name twice",
    })
    void rejectedMetrics(String key, String value, String message) {
        var values = new HashMap<String, Object>(Map.of("instanceName", "a", "kind", Kind.DISTRIBUTION));
        values.put(
                key.equals("label") ? "labelNames" : key, key.equals("label") ? List.of(value.split(";", -1)) : value);
        assertThatThrownBy(() -> Defaults.of(MetricDefinition.class, values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void rejectedNumbers() {
        assertThatThrownBy(() -> Defaults.of(PrometheusParameters.class, Map.of("seriesLimit", 0L)))
                .hasMessage("series_limit 0 is not in 1 to 1000000");
        assertThatThrownBy(() -> new PrometheusParameters.Expiration(Duration.ofSeconds(-1), Duration.ZERO))
                .hasMessageContaining("negative");
        assertThatThrownBy(() -> new Buckets(Optional.empty(), Optional.empty(), Optional.empty()))
                .hasMessageContaining("exactly one");
        assertThatThrownBy(() -> new Buckets.Linear(0, 1, 0)).hasMessageContaining("0 is not in 1 to 200");
        assertThatThrownBy(() -> new Buckets.Linear(1, 0, 0)).hasMessageContaining("width");
        assertThatThrownBy(() -> new Buckets.Exponential(1, 1, 1)).hasMessageContaining("growth_factor");
        var falling = Optional.of(new Buckets.Explicit(List.of(2.0, 1.0)));
        assertThatThrownBy(() -> new Buckets(Optional.empty(), Optional.empty(), falling))
                .hasMessageContaining("bucket bound 1.0");
    }
}

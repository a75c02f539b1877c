package dev.mixer.adapters.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.prometheus.MetricDefinition.Kind;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.MetricFamily;
import dev.mixer.spi.Problem;
import dev.mixer.spi.template.Metric;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusAdapterTest extends AdapterContract<PrometheusParameters> {
    private final TestHost host = TestHost.create();

    @AfterEach
    void stop() {
        host.close();
    }

    @Override
    protected Adapter<PrometheusParameters> adapter() {
        return new PrometheusAdapter();
    }

    @Override
    protected PrometheusParameters workingParameters() {
        return parameters(metric("sample", Kind.COUNTER, "source", "response_code"));
    }

    @Test
    void aCounterSumsUnderExactlyItsName() throws Exception {
        try (var handler = adapter().open(parameters(metric("requests", Kind.COUNTER, "code", "app")), host)) {
            Calls.report(handler, "requests.default", of(2, "200", "a"), of(3, "200", "a"), of(1, "500", "a"));
            var family = host.family("istio_requests").orElseThrow();
            assertThat(family.kind()).isEqualTo(MetricFamily.Kind.COUNTER);
            assertThat(family.series())
                    .containsExactlyInAnyOrder(
                            series(new MetricFamily.Scalar(5), "200", "a"),
                            series(new MetricFamily.Scalar(1), "500", "a"));
        }
        assertThat(host.series()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "463ac35c9f6413ad, 0020000000000001, true",
        "463ac35c9f6413ad, '', true",
        "'', 0020000000000001, false",
        "no id, 0020000000000001, false",
        "463ac35c9f6413ad, 'a\"b', false",
        "463ac35c9f6413ad463ac35c9f6413ad463ac35c9f6413ad463, '', false"
    })
    void theTraceThatAnInstanceNamesIsKeptWithTheLastValue(String trace, String span, boolean kept) throws Exception {
        try (var handler =
                adapter().open(parameters(metric("asked", Kind.COUNTER), metric("took", Kind.DISTRIBUTION)), host)) {
            var resource = Map.<String, AttributeValue>of(
                    "trace_id", new AttributeValue.Text(trace), "span_id", new AttributeValue.Text(span));
            var sample = new Metric(new AttributeValue.Int64(3), Map.of(), "", resource);
            Calls.report(handler, "asked.default", sample);
            Calls.report(handler, "took.default", sample, of(2));

            var exemplar = kept ? new MetricFamily.Exemplar(3, trace, span) : null;
            assertThat(host.family("istio_asked")
                            .orElseThrow()
                            .series()
                            .getFirst()
                            .value())
                    .isEqualTo(new MetricFamily.Scalar(3, exemplar));
            var histogram = (MetricFamily.Histogram)
                    host.family("istio_took").orElseThrow().series().getFirst().value();
            assertThat(histogram.buckets())
                    .filteredOn(bucket -> bucket.exemplar() != null)
                    .extracting(MetricFamily.Bucket::exemplar)
                    .isEqualTo(kept ? List.of(new MetricFamily.Exemplar(3, trace, span)) : List.of());
        }
    }

    @Test
    void valuesMayBeNumbersDurationsAndTextsOfNumbers() throws Exception {
        try (var handler = adapter().open(parameters(metric("last", Kind.GAUGE)), host)) {
            var values = Map.of(
                    new AttributeValue.Int64(-4), -4.0,
                    new AttributeValue.Float64(0.5), 0.5,
                    new AttributeValue.Span(Duration.ofMillis(1500)), 1.5,
                    new AttributeValue.Text("2.25"), 2.25);
            for (var value : values.entrySet()) {
                Calls.report(handler, "last.default", new Metric(value.getKey(), Map.of(), "", Map.of()));
                assertThat(host.family("istio_last")
                                .orElseThrow()
                                .series()
                                .getFirst()
                                .value())
                        .isEqualTo(new MetricFamily.Scalar(value.getValue()));
            }
        }
    }

    @Test
    void aDistributionCountsIntoBuckets() throws Exception {
        var explicit =
                new Buckets(Optional.empty(), Optional.empty(), Optional.of(new Buckets.Explicit(List.of(1.0, 10.0))));
        var definition = new MetricDefinition(
                "size.metric.default", "", "", "Sizes.", Kind.DISTRIBUTION, List.of(), Optional.of(explicit));
        try (var handler = adapter().open(parameters(definition), host)) {
            for (long value : new long[] {0, 1, 2, 10, 11}) {
                Calls.report(handler, "size.default", of(value));
            }
            assertThat(host.family("size").orElseThrow().series().getFirst().value())
                    .isEqualTo(new MetricFamily.Histogram(
                            List.of(
                                    new MetricFamily.Bucket(1, 2, null),
                                    new MetricFamily.Bucket(10, 4, null),
                                    new MetricFamily.Bucket(Double.POSITIVE_INFINITY, 5, null)),
                            24));
        }
    }

    @Test
    void whatDoesNotFitFailsByNameAndHoldsUpNothing() throws Exception {
        try (var handler = adapter().open(parameters(metric("requests", Kind.COUNTER, "code", "app")), host)) {
            var lacking = new Metric(
                    new AttributeValue.Int64(1), Map.of("code", new AttributeValue.Text("200")), "", Map.of());
            assertThatThrownBy(() -> Calls.report(handler, "requests.default", lacking, of(1, "200", "a")))
                    .hasMessageContaining("lacks the label app");
            assertThatThrownBy(() -> Calls.report(handler, "requests.default", of(1, "200", "a", "more")))
                    .hasMessageContaining("no labels: [extra]");
            assertThatThrownBy(() -> Calls.report(handler, "requests.default", of(-1, "200", "a")))
                    .hasMessageContaining("-1.0");
            assertThatThrownBy(() -> Calls.report(handler, "others.default", of(1, "200", "a")))
                    .hasMessageContaining("others.default");
            assertThat(host.family("istio_requests").orElseThrow().series())
                    .containsExactly(series(new MetricFamily.Scalar(1), "200", "a"));
        }
    }

    @Test
    void seriesBeyondTheLimitShareOne() throws Exception {
        var limited = new PrometheusParameters(
                List.of(metric("requests", Kind.COUNTER, "code")),
                Defaults.of(PrometheusParameters.Expiration.class),
                1);
        try (var handler = adapter().open(limited, host)) {
            Calls.report(handler, "requests.default", of(1, "200"), of(2, "404"), of(4, "500"), of(8, "200"));
            assertThat(host.family("istio_requests").orElseThrow().series())
                    .containsExactlyInAnyOrder(
                            series(new MetricFamily.Scalar(9), "200"),
                            series(new MetricFamily.Scalar(6), SeriesTable.OVERFLOW));
            assertThat(host.count("prometheus_overflows_total")).isEqualTo(2);
        }
    }

    @Test
    void idleSeriesExpire() throws Exception {
        var expiring = new PrometheusParameters(
                List.of(metric("requests", Kind.COUNTER, "code")),
                new PrometheusParameters.Expiration(Duration.ofSeconds(10), Duration.ZERO),
                1);
        try (var handler = adapter().open(expiring, host)) {
            Calls.report(handler, "requests.default", of(1, "200"));
            host.advance(Duration.ofSeconds(10));
            assertThat(host.family("istio_requests").orElseThrow().series()).hasSize(1);
            host.advance(Duration.ofSeconds(5));
            assertThat(host.family("istio_requests").orElseThrow().series()).isEmpty();
            Calls.report(handler, "requests.default", of(1, "404"));
            assertThat(host.count("prometheus_overflows_total")).isZero();
        }
    }

    @Test
    void addingAMetricKeepsTheSeriesOfTheOthers() throws Exception {
        var kept = metric("kept", Kind.COUNTER, "code");
        var previous = adapter().open(parameters(kept, metric("edited", Kind.COUNTER, "code")), host);
        Calls.report(previous, "kept.default", of(1, "200"));
        Calls.report(previous, "edited.default", of(1, "200"));
        try (var next = host.successor();
                var handler = adapter()
                        .reopen(
                                parameters(kept, metric("edited", Kind.GAUGE, "code"), metric("new", Kind.GAUGE)),
                                next,
                                previous)) {
            Calls.report(previous, "kept.default", of(2, "200"));
            assertThat(host.series()).as("only the newest shows series").isEmpty();
            assertThat(next.series()).hasSize(3);
            assertThat(next.family("istio_kept").orElseThrow().series())
                    .containsExactly(series(new MetricFamily.Scalar(3), "200"));
            assertThat(next.family("istio_edited").orElseThrow().series()).isEmpty();
            assertThat(handler.state()).isNotNull();
        }
        assertThat(host.series()).as("a successor that is given up").hasSize(2);
        previous.close();
    }

    @Test
    void doubleNamesAreProblems() {
        var twice = metric("a", Kind.COUNTER);
        assertThat(adapter().validate(parameters(twice, twice)))
                .extracting(Problem::path)
                .containsExactly("metrics[1].name", "metrics[1].instance_name");
    }

    private static PrometheusParameters parameters(MetricDefinition... metrics) {
        return Defaults.of(PrometheusParameters.class, Map.of("metrics", List.of(metrics)));
    }

    private static MetricDefinition metric(String name, Kind kind, String... labels) {
        return Defaults.of(
                MetricDefinition.class, Map.of("instanceName", name, "kind", kind, "labelNames", List.of(labels)));
    }

    private static Metric of(long value, String... labels) {
        var names = List.of("code", "app", "extra");
        var dimensions = new java.util.HashMap<String, AttributeValue>();
        for (int i = 0; i < labels.length; i++) {
            dimensions.put(names.get(i), new AttributeValue.Text(labels[i]));
        }
        return new Metric(new AttributeValue.Int64(value), dimensions, "", Map.of());
    }

    private static MetricFamily.Series series(MetricFamily.Value value, String... labels) {
        var names = List.of("code", "app");
        var pairs = new java.util.ArrayList<MetricFamily.Label>();
        for (int i = 0; i < labels.length; i++) {
            pairs.add(new MetricFamily.Label(names.get(i), labels[i]));
        }
        return new MetricFamily.Series(pairs, value);
    }
}

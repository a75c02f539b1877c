package dev.mixer.adapters.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Temporality;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Reported;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregationTest {
    private final MetricRecords records = new MetricRecords(Records.definitions(), "default");

    private Metric count(AttributeValue value, String code) {
        return records.of(new Reported<>("count.default", Records.metric(value, code)), Records.START);
    }

    private Metric count(long value, String code) {
        return count(new AttributeValue.Int64(value), code);
    }

    private static List<NumberDataPoint> points(Aggregation.Batch batch) {
        return batch.metrics().getFirst().getSum().getDataPointsList();
    }

    @Test
    void aBatchThatWasNotTakenCountsOnceWhenItIs() {
        var aggregation = new Aggregation(Temporality.CUMULATIVE, 10, 100);
        aggregation.batch(List.of(count(1, "a")), 200).commit();
        var failed = aggregation.batch(List.of(count(2, "a")), 300);
        assertThat(points(failed).getFirst().getAsInt()).isEqualTo(3);
        var again = aggregation.batch(List.of(count(2, "a")), 400);
        assertThat(points(again).getFirst().getAsInt()).isEqualTo(3);
        again.commit();
        assertThat(points(aggregation.batch(List.of(count(0, "a")), 500))
                        .getFirst()
                        .getAsInt())
                .isEqualTo(3);
    }

    @Test
    void aDeltaBeginsWhereTheLastOneThatWasTakenEndedAlsoWhereTheClockGoesBack() {
        var aggregation = new Aggregation(Temporality.DELTA, 10, 100);
        var _ = aggregation.batch(List.of(count(1, "a")), 150);
        var first = aggregation.batch(List.of(count(1, "a")), 200);
        assertThat(points(first).getFirst().getStartTimeUnixNano()).isEqualTo(100);
        first.commit();
        var second = points(aggregation.batch(List.of(count(1, "a")), 50)).getFirst();
        assertThat(second.getStartTimeUnixNano()).isEqualTo(200);
        assertThat(second.getTimeUnixNano()).isEqualTo(201);
        assertThat(second.getAsInt()).isEqualTo(1);
    }

    @Test
    void labelsThatChangeAreSeriesOfTheirOwn() {
        var aggregation = new Aggregation(Temporality.CUMULATIVE, 10, 100);
        var batch = aggregation.batch(List.of(count(1, "a"), count(2, "b"), count(4, "a")), 200);
        assertThat(batch.metrics()).hasSize(1);
        assertThat(points(batch)).extracting(NumberDataPoint::getAsInt).containsExactly(5L, 2L);
    }

    @Test
    void seriesBeyondTheLimitShareOne() {
        var aggregation = new Aggregation(Temporality.CUMULATIVE, 2, 100);
        assertThat(aggregation.batch(List.of(count(1, "a"), count(1, "b")), 200).commit())
                .isZero();
        var batch = aggregation.batch(List.of(count(1, "c"), count(1, "a"), count(1, "d")), 300);
        assertThat(points(batch)).extracting(NumberDataPoint::getAsInt).containsExactly(2L, 2L);
        assertThat(points(batch).getFirst().getAttributes(0).getKey()).isEqualTo("otel.metric.overflow");
        assertThat(batch.commit()).isEqualTo(2);
    }

    @Test
    void aSumStaysWholeWhileItCan() {
        var aggregation = new Aggregation(Temporality.CUMULATIVE, 10, 100);
        var broken = aggregation.batch(
                List.of(count(1, "a"), count(new AttributeValue.Float64(0.5), "a"), count(1, "a")), 200);
        assertThat(points(broken).getFirst().getAsDouble()).isEqualTo(2.5);
        var large = aggregation.batch(List.of(count(Long.MAX_VALUE, "b"), count(1, "b")), 200);
        assertThat(points(large).getFirst().getAsDouble()).isEqualTo(0x1p63);
    }

    @Test
    void durationsAreSecondsAndTextsOfNumbersAreNumbers() {
        var aggregation = new Aggregation(Temporality.CUMULATIVE, 10, 100);
        var values = List.of(
                count(new AttributeValue.Span(Duration.ofMillis(1500)), "a"),
                count(new AttributeValue.Text("2.25"), "a"));
        assertThat(points(aggregation.batch(values, 200)).getFirst().getAsDouble())
                .isEqualTo(3.75);
    }

    @Test
    void exponentialBucketsHoldWhatTheySay() {
        double[] values = {Double.MIN_VALUE, 1e-300, 0.1, 1, 1.5, 3, 1e6, Double.MAX_VALUE, -2, -1e-9};
        for (int last = 1; last <= values.length; last++) {
            var buckets = new ExponentialBuckets();
            Arrays.stream(values, 0, last).forEach(buckets::add);
            var point = io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint.newBuilder();
            buckets.writeTo(point);
            for (int i = 0; i < last; i++) {
                var side = values[i] > 0 ? point.getPositive() : point.getNegative();
                double value = Math.abs(values[i]);
                long inIt = 0;
                for (int b = 0; b < side.getBucketCountsCount(); b++) {
                    double low = Math.scalb(Math.log(value) / Math.log(2), point.getScale()) - (side.getOffset() + b);
                    inIt += low > -1e-5 && low <= 1 + 1e-5 ? side.getBucketCounts(b) : 0;
                }
                assertThat(inIt).as(values[i] + " at scale " + point.getScale()).isPositive();
                assertThat(side.getBucketCountsCount()).isLessThanOrEqualTo(160);
            }
            long all = point.getPositive().getBucketCountsList().stream()
                            .mapToLong(Long::longValue)
                            .sum()
                    + point.getNegative().getBucketCountsList().stream()
                            .mapToLong(Long::longValue)
                            .sum();
            assertThat(all).isEqualTo(last);
        }
    }
}

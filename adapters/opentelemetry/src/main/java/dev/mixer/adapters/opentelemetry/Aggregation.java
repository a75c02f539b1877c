package dev.mixer.adapters.opentelemetry;

import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Temporality;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of a batch together, a point for each series. Cumulative totals change only when a batch was taken, so
 * that a batch that is sent again counts once. Used by one thread at a time, as a sender is.
 */
final class Aggregation {
    private static final List<KeyValue> OVERFLOW = List.of(KeyValue.newBuilder()
            .setKey("otel.metric.overflow")
            .setValue(AnyValue.newBuilder().setBoolValue(true))
            .build());

    private final boolean cumulative;
    private final long seriesLimit;
    private final long opened;
    private final Map<Series, Total> totals = new HashMap<>();
    private long lastEnd;

    Aggregation(Temporality temporality, long seriesLimit, long opened) {
        this.cumulative = temporality == Temporality.CUMULATIVE;
        this.seriesLimit = seriesLimit;
        this.opened = opened;
        this.lastEnd = opened;
    }

    /** What all points of a metric share, but for the points: a metric without any. */
    private record Stream(Metric blank, List<Double> bounds) {
        static Stream of(Metric record) {
            var blank = Metric.newBuilder()
                    .setName(record.getName())
                    .setDescription(record.getDescription())
                    .setUnit(record.getUnit());
            return switch (record.getDataCase()) {
                case SUM ->
                    new Stream(
                            blank.setSum(record.getSum().toBuilder().clearDataPoints())
                                    .build(),
                            List.of());
                case GAUGE ->
                    new Stream(
                            blank.setGauge(record.getGauge().toBuilder().clearDataPoints())
                                    .build(),
                            List.of());
                case HISTOGRAM ->
                    new Stream(
                            blank.setHistogram(record.getHistogram().toBuilder().clearDataPoints())
                                    .build(),
                            List.copyOf(record.getHistogram().getDataPoints(0).getExplicitBoundsList()));
                case EXPONENTIAL_HISTOGRAM ->
                    new Stream(
                            blank.setExponentialHistogram(record.getExponentialHistogram().toBuilder()
                                            .clearDataPoints())
                                    .build(),
                            List.of());
                case SUMMARY, DATA_NOT_SET ->
                    throw new IllegalArgumentException("the record is of a kind that this version does not know");
            };
        }

        Total empty() {
            return switch (blank.getDataCase()) {
                case SUM -> new Total.Sum();
                case GAUGE -> new Total.Last();
                case HISTOGRAM -> new Total.Explicit(bounds);
                default -> new Total.Exponential();
            };
        }
    }

    private record Series(Stream stream, List<KeyValue> attributes) {
        static Series of(Metric record) {
            var attributes = switch (record.getDataCase()) {
                case SUM -> record.getSum().getDataPoints(0).getAttributesList();
                case GAUGE -> record.getGauge().getDataPoints(0).getAttributesList();
                case HISTOGRAM -> record.getHistogram().getDataPoints(0).getAttributesList();
                default -> record.getExponentialHistogram().getDataPoints(0).getAttributesList();
            };
            return new Series(Stream.of(record), List.copyOf(attributes));
        }
    }

    /** A batch put together, to be {@link #commit committed} when the backend has it. */
    final class Batch {
        private final Map<Series, Total> touched = new LinkedHashMap<>();
        private final long end;
        private int overflows;
        private int fresh;

        private Batch(long end) {
            this.end = end;
        }

        private void add(Metric record) {
            var series = Series.of(record);
            var total = touched.get(series);
            if (total == null) {
                var kept = kept(series);
                if (kept == null && isFull()) {
                    overflows++;
                    series = new Series(series.stream(), OVERFLOW);
                    kept = kept(series);
                }
                total = touched.get(series);
                if (total == null) {
                    total = kept == null ? series.stream().empty() : kept.copy();
                    touched.put(series, total);
                    fresh += kept == null ? 1 : 0;
                }
            }
            total.add(record);
        }

        private @Nullable Total kept(Series series) {
            return totals.get(series);
        }

        private boolean isFull() {
            return totals.size() + fresh >= seriesLimit;
        }

        /** The metrics to be sent, each with all its points. */
        List<Metric> metrics() {
            var byStream = new LinkedHashMap<Stream, Metric.Builder>();
            long start = cumulative ? opened : lastEnd;
            touched.forEach((series, total) -> {
                var metric = byStream.computeIfAbsent(series.stream(), stream -> stream.blank().toBuilder());
                total.writeTo(metric, series.attributes(), start, end);
            });
            var metrics = new ArrayList<Metric>(byStream.size());
            for (var metric : byStream.values()) {
                metrics.add(withTemporality(metric).build());
            }
            return metrics;
        }

        /** The backend has the batch. */
        int commit() {
            lastEnd = end;
            if (cumulative) {
                touched.forEach((series, total) -> {
                    if (!(total instanceof Total.Last)) {
                        totals.put(series, total);
                    }
                });
            }
            return overflows;
        }
    }

    /** @param now nanoseconds since 1970; a point never ends before the one that was sent last */
    Batch batch(List<Metric> records, long now) {
        var batch = new Batch(Math.max(now, lastEnd + 1));
        records.forEach(batch::add);
        return batch;
    }

    private Metric.Builder withTemporality(Metric.Builder metric) {
        var temporality = cumulative
                ? AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE
                : AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
        switch (metric.getDataCase()) {
            case SUM -> metric.getSumBuilder().setAggregationTemporality(temporality);
            case HISTOGRAM -> metric.getHistogramBuilder().setAggregationTemporality(temporality);
            case EXPONENTIAL_HISTOGRAM ->
                metric.getExponentialHistogramBuilder().setAggregationTemporality(temporality);
            default -> {
                // A gauge has none.
            }
        }
        return metric;
    }
}

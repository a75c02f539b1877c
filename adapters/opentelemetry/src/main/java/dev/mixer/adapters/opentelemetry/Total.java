package dev.mixer.adapters.opentelemetry;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.Arrays;
import java.util.List;

/** What one series has come to. Not safe for use by many threads. */
sealed interface Total {
    /** The same, to be changed on its own. */
    Total copy();

    /** Takes in a record, which has a single point of one value. */
    void add(Metric record);

    /** Adds this as a point. */
    void writeTo(Metric.Builder metric, List<KeyValue> attributes, long start, long end);

    /** A counter: whole as long as all values are and 64 bits hold it. */
    final class Sum implements Total {
        private long whole;
        private double broken;
        private boolean isWhole = true;

        @Override
        public Sum copy() {
            var copy = new Sum();
            copy.whole = whole;
            copy.broken = broken;
            copy.isWhole = isWhole;
            return copy;
        }

        @Override
        public void add(Metric record) {
            var point = record.getSum().getDataPoints(0);
            long sum = whole + point.getAsInt();
            if (isWhole && (!point.hasAsInt() || sum < 0)) {
                isWhole = false;
                broken = whole;
            }
            if (isWhole) {
                whole = sum;
            } else {
                broken += point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
            }
        }

        @Override
        public void writeTo(Metric.Builder metric, List<KeyValue> attributes, long start, long end) {
            var point = NumberDataPoint.newBuilder()
                    .addAllAttributes(attributes)
                    .setStartTimeUnixNano(start)
                    .setTimeUnixNano(end);
            metric.getSumBuilder().addDataPoints(isWhole ? point.setAsInt(whole) : point.setAsDouble(broken));
        }
    }

    /** A gauge: the last value, of the time when it was accepted. */
    final class Last implements Total {
        private NumberDataPoint point = NumberDataPoint.getDefaultInstance();

        @Override
        public Last copy() {
            var copy = new Last();
            copy.point = point;
            return copy;
        }

        @Override
        public void add(Metric record) {
            point = record.getGauge().getDataPoints(0);
        }

        @Override
        public void writeTo(Metric.Builder metric, List<KeyValue> attributes, long start, long end) {
            metric.getGaugeBuilder()
                    .addDataPoints(point.toBuilder().clearAttributes().addAllAttributes(attributes));
        }
    }

    /** A histogram with bounds given. */
    final class Explicit implements Total {
        private final double[] bounds;
        private final long[] counts;
        private double sum;

        Explicit(List<Double> bounds) {
            this(bounds.stream().mapToDouble(Double::doubleValue).toArray(), new long[bounds.size() + 1], 0);
        }

        private Explicit(double[] bounds, long[] counts, double sum) {
            this.bounds = bounds;
            this.counts = counts;
            this.sum = sum;
        }

        @Override
        public Explicit copy() {
            return new Explicit(bounds, counts.clone(), sum);
        }

        @Override
        public void add(Metric record) {
            double value = record.getHistogram().getDataPoints(0).getSum();
            int found = Arrays.binarySearch(bounds, value == 0 ? 0.0 : value);
            counts[found >= 0 ? found : -found - 1]++;
            sum += value;
        }

        @Override
        public void writeTo(Metric.Builder metric, List<KeyValue> attributes, long start, long end) {
            var point = HistogramDataPoint.newBuilder()
                    .addAllAttributes(attributes)
                    .setStartTimeUnixNano(start)
                    .setTimeUnixNano(end)
                    .setSum(sum);
            long all = 0;
            for (long count : counts) {
                point.addBucketCounts(count);
                all += count;
            }
            for (double bound : bounds) {
                point.addExplicitBounds(bound);
            }
            metric.getHistogramBuilder().addDataPoints(point.setCount(all));
        }
    }

    /** A histogram whose bounds follow the values. */
    final class Exponential implements Total {
        private final ExponentialBuckets buckets;
        private long count;
        private double sum;

        Exponential() {
            this(new ExponentialBuckets(), 0, 0);
        }

        private Exponential(ExponentialBuckets buckets, long count, double sum) {
            this.buckets = buckets;
            this.count = count;
            this.sum = sum;
        }

        @Override
        public Exponential copy() {
            return new Exponential(buckets.copy(), count, sum);
        }

        @Override
        public void add(Metric record) {
            double value = record.getExponentialHistogram().getDataPoints(0).getSum();
            buckets.add(value);
            sum += value;
            count++;
        }

        @Override
        public void writeTo(Metric.Builder metric, List<KeyValue> attributes, long start, long end) {
            var point = ExponentialHistogramDataPoint.newBuilder()
                    .addAllAttributes(attributes)
                    .setStartTimeUnixNano(start)
                    .setTimeUnixNano(end)
                    .setCount(count)
                    .setSum(sum);
            buckets.writeTo(point);
            metric.getExponentialHistogramBuilder().addDataPoints(point);
        }
    }
}

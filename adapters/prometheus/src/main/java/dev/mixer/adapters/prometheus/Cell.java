package dev.mixer.adapters.prometheus;

import dev.mixer.spi.MetricFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** The value of one series. Written by many threads without a lock. */
abstract sealed class Cell {
    private volatile long lastUsed;

    abstract void add(double value);

    abstract MetricFamily.Value value();

    static Cell of(MetricDefinition.Kind kind, double[] bounds) {
        return switch (kind) {
            case COUNTER -> new Counter();
            case GAUGE -> new Gauge();
            case DISTRIBUTION -> new Distribution(bounds);
        };
    }

    /** Writes only when time has moved, so that a busy series does not fight for a cache line. */
    final void use(long millis) {
        if (lastUsed != millis) {
            lastUsed = millis;
        }
    }

    final boolean isUnusedSince(long millis) {
        return lastUsed < millis;
    }

    private static final class Counter extends Cell {
        private final DoubleAdder sum = new DoubleAdder();

        @Override
        void add(double value) {
            sum.add(value);
        }

        @Override
        MetricFamily.Value value() {
            return new MetricFamily.Scalar(sum.sum());
        }
    }

    private static final class Gauge extends Cell {
        private volatile double last;

        @Override
        void add(double value) {
            last = value;
        }

        @Override
        MetricFamily.Value value() {
            return new MetricFamily.Scalar(last);
        }
    }

    private static final class Distribution extends Cell {
        private final double[] bounds;
        private final LongAdder[] counts;
        private final DoubleAdder sum = new DoubleAdder();

        Distribution(double[] bounds) {
            this.bounds = bounds;
            this.counts = new LongAdder[bounds.length + 1];
            Arrays.setAll(counts, _ -> new LongAdder());
        }

        @Override
        void add(double value) {
            int found = Arrays.binarySearch(bounds, value);
            counts[found >= 0 ? found : -found - 1].increment();
            sum.add(value);
        }

        @Override
        MetricFamily.Value value() {
            var buckets = new ArrayList<MetricFamily.Bucket>(counts.length);
            long cumulative = 0;
            for (int i = 0; i < counts.length; i++) {
                cumulative += counts[i].sum();
                double bound = i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY;
                buckets.add(new MetricFamily.Bucket(bound, cumulative, null));
            }
            return new MetricFamily.Histogram(buckets, sum.sum());
        }
    }
}

package dev.mixer.adapters.prometheus;

import dev.mixer.spi.MetricFamily;
import dev.mixer.spi.MetricFamily.Exemplar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The value of one series. Written by many threads without a lock. */
abstract sealed class Cell {
    private volatile long lastUsed;

    /** @param exemplar where the value came from; null: not known, and the one kept stays */
    abstract void add(double value, @Nullable Exemplar exemplar);

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
        private volatile @Nullable Exemplar last;

        @Override
        void add(double value, @Nullable Exemplar exemplar) {
            sum.add(value);
            if (exemplar != null) {
                last = exemplar;
            }
        }

        @Override
        MetricFamily.Value value() {
            return new MetricFamily.Scalar(sum.sum(), last);
        }
    }

    private static final class Gauge extends Cell {
        private volatile double last;

        @Override
        void add(double value, @Nullable Exemplar exemplar) {
            last = value; // OpenMetrics has no exemplars of gauges
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
        private final AtomicReferenceArray<@Nullable Exemplar> exemplars;

        Distribution(double[] bounds) {
            this.bounds = bounds;
            this.counts = new LongAdder[bounds.length + 1];
            Arrays.setAll(counts, _ -> new LongAdder());
            this.exemplars = new AtomicReferenceArray<>(counts.length);
        }

        @Override
        void add(double value, @Nullable Exemplar exemplar) {
            int found = Arrays.binarySearch(bounds, value);
            int bucket = found >= 0 ? found : -found - 1;
            counts[bucket].increment();
            sum.add(value);
            if (exemplar != null) {
                exemplars.set(bucket, exemplar);
            }
        }

        @Override
        MetricFamily.Value value() {
            var buckets = new ArrayList<MetricFamily.Bucket>(counts.length);
            long cumulative = 0;
            for (int i = 0; i < counts.length; i++) {
                cumulative += counts[i].sum();
                double bound = i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY;
                buckets.add(new MetricFamily.Bucket(bound, cumulative, exemplars.get(i)));
            }
            return new MetricFamily.Histogram(buckets, sum.sum());
        }
    }
}

package dev.mixer.adapters.opentelemetry;

import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint.Buckets;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Counts values in buckets of equal ratio {@code 2^(2^-scale)}: bucket {@code i} holds what is above {@code base^i} and at most
 * {@code base^(i+1)} (OTLP, ExponentialHistogramDataPoint). The scale begins fine and falls whenever the values need more
 * than 160 buckets. Not safe for use by many threads.
 */
final class ExponentialBuckets {
    private static final int FINEST = 20;
    private static final int MOST = 160;
    private static final int SUBNORMAL_SHIFT = 54;

    private final NavigableMap<Integer, Long> positive;
    private final NavigableMap<Integer, Long> negative;
    private long zeros;
    private int scale;

    ExponentialBuckets() {
        this(new TreeMap<>(), new TreeMap<>(), 0, FINEST);
    }

    private ExponentialBuckets(
            NavigableMap<Integer, Long> positive, NavigableMap<Integer, Long> negative, long zeros, int scale) {
        this.positive = positive;
        this.negative = negative;
        this.zeros = zeros;
        this.scale = scale;
    }

    ExponentialBuckets copy() {
        return new ExponentialBuckets(new TreeMap<>(positive), new TreeMap<>(negative), zeros, scale);
    }

    /** Counts a finite value. */
    void add(double value) {
        if (value == 0) {
            zeros++;
            return;
        }
        var counts = value > 0 ? positive : negative;
        counts.merge(finestIndex(Math.abs(value)) >> (FINEST - scale), 1L, Long::sum);
        while (counts.lastKey() - counts.firstKey() >= MOST) {
            coarsen(positive);
            coarsen(negative);
            scale--;
        }
    }

    void writeTo(ExponentialHistogramDataPoint.Builder point) {
        point.setScale(scale).setZeroCount(zeros);
        if (!positive.isEmpty()) {
            point.setPositive(dense(positive));
        }
        if (!negative.isEmpty()) {
            point.setNegative(dense(negative));
        }
    }

    private static Buckets dense(NavigableMap<Integer, Long> counts) {
        var buckets = Buckets.newBuilder().setOffset(counts.firstKey());
        for (int i = counts.firstKey(); i <= counts.lastKey(); i++) {
            buckets.addBucketCounts(counts.getOrDefault(i, 0L));
        }
        return buckets.build();
    }

    /** Two buckets become one. */
    private static void coarsen(NavigableMap<Integer, Long> counts) {
        var finer = new TreeMap<>(counts);
        counts.clear();
        finer.forEach((index, count) -> counts.merge(index >> 1, count, Long::sum));
    }

    /** The bucket at the finest scale, exact at the powers of two; a coarser scale's is that one shifted right. */
    private static int finestIndex(double value) {
        int exponent = Math.getExponent(value);
        double mantissa = value;
        if (exponent < Double.MIN_EXPONENT) {
            mantissa = Math.scalb(value, SUBNORMAL_SHIFT);
            exponent = Math.getExponent(mantissa);
            mantissa = Math.scalb(mantissa, -exponent);
            exponent -= SUBNORMAL_SHIFT;
        } else {
            mantissa = Math.scalb(value, -exponent);
        }
        int whole = exponent << FINEST;
        if (mantissa == 1) {
            return whole - 1;
        }
        int part = (int) Math.ceil(Math.log(mantissa) / Math.log(2) * (1 << FINEST)) - 1;
        return whole + Math.clamp(part, 0, (1 << FINEST) - 1);
    }
}

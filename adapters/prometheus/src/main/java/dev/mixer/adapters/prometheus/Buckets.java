package dev.mixer.adapters.prometheus;

import dev.mixer.spi.Description;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The upper bounds of a distribution's buckets, in exactly one of three forms; an infinite bucket is always added.
 *
 * @param linearBuckets bounds of equal distance
 * @param exponentialBuckets bounds of equal ratio
 * @param explicitBuckets bounds one by one
 */
public record Buckets(
        @Description("Bounds of equal distance.") Optional<Linear> linearBuckets,
        @Description("Bounds of equal ratio.") Optional<Exponential> exponentialBuckets,
        @Description("Bounds one by one.") Optional<Explicit> explicitBuckets) {
    private static final int MOST = 200;

    /**
     * {@code offset + i * width} for i from 0 to {@code numFiniteBuckets}.
     *
     * @param numFiniteBuckets 1 to 200
     * @param width above 0
     * @param offset the first bound
     */
    public record Linear(
            @Description("How many finite buckets, 1 to 200.")
            long numFiniteBuckets,

            @Description("The distance of two bounds, above 0.")
            double width,

            @Description("The first bound.") double offset) {
        public Linear {
            checkCount(numFiniteBuckets);
            checkAbove("linear_buckets.width", width, 0);
            if (!Double.isFinite(offset)) {
                throw new IllegalArgumentException("linear_buckets.offset " + offset + " is not finite");
            }
        }
    }

    /**
     * {@code scale * growthFactor^i} for i from 0 to {@code numFiniteBuckets}.
     *
     * @param numFiniteBuckets 1 to 200
     * @param scale the first bound, above 0
     * @param growthFactor above 1
     */
    public record Exponential(
            @Description("How many finite buckets, 1 to 200.")
            long numFiniteBuckets,

            @Description("The first bound, above 0.") double scale,

            @Description("The ratio of two bounds, above 1.")
            double growthFactor) {
        public Exponential {
            checkCount(numFiniteBuckets);
            checkAbove("exponential_buckets.scale", scale, 0);
            checkAbove("exponential_buckets.growth_factor", growthFactor, 1);
        }
    }

    /**
     * Bounds one by one.
     *
     * @param bounds 1 to 200 finite numbers, rising
     */
    public record Explicit(
            @Description("1 to 200 finite numbers, rising.") List<Double> bounds) {
        public Explicit {
            bounds = List.copyOf(bounds);
            checkCount(bounds.size());
        }
    }

    public Buckets {
        long given = Stream.of(linearBuckets, exponentialBuckets, explicitBuckets)
                .filter(Optional::isPresent)
                .count();
        if (given != 1) {
            throw new IllegalArgumentException("buckets has " + given
                    + " of linear_buckets, exponential_buckets and explicit_buckets; it must have exactly one");
        }
        checkRising(bounds(linearBuckets, exponentialBuckets, explicitBuckets));
    }

    /** The finite upper bounds, rising. */
    double[] bounds() {
        return bounds(linearBuckets, exponentialBuckets, explicitBuckets);
    }

    private static double[] bounds(
            Optional<Linear> linear, Optional<Exponential> exponential, Optional<Explicit> explicit) {
        return Stream.of(
                        linear.map(l -> steps(l.numFiniteBuckets()).mapToDouble(i -> l.offset() + i * l.width())),
                        exponential.map(e -> steps(e.numFiniteBuckets())
                                .mapToDouble(i -> e.scale() * Math.pow(e.growthFactor(), i))),
                        explicit.map(e -> e.bounds().stream().mapToDouble(Double::doubleValue)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(DoubleStream::empty)
                .toArray();
    }

    private static IntStream steps(long finiteBuckets) {
        return IntStream.rangeClosed(0, (int) finiteBuckets);
    }

    private static void checkRising(double[] bounds) {
        for (int i = 0; i < bounds.length; i++) {
            if (!Double.isFinite(bounds[i]) || (i > 0 && bounds[i] <= bounds[i - 1])) {
                throw new IllegalArgumentException("bucket bound " + bounds[i] + " is not finite or does not rise");
            }
        }
    }

    private static void checkCount(long count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("the number of buckets " + count + " is not in 1 to " + MOST);
        }
    }

    private static void checkAbove(String name, double value, double limit) {
        if (!(value > limit) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " " + value + " is not above " + limit);
        }
    }
}

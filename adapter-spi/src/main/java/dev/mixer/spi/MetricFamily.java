package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All series of one metric, in the terms of the Prometheus exposition formats.
 *
 * @param name shown as it is, no suffix added
 * @param help one line
 * @param kind how the values move
 * @param series the series, each set of labels once
 */
public record MetricFamily(String name, String help, Kind kind, List<Series> series) {
    /** How the values move. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    public MetricFamily {
        requireNonNull(name, "name");
        requireNonNull(help, "help");
        requireNonNull(kind, "kind");
        series = List.copyOf(series);
    }

    /**
     * One series.
     *
     * @param labels in the order in which they are shown
     * @param value its value now
     */
    public record Series(List<Label> labels, Value value) {
        public Series {
            labels = List.copyOf(labels);
            requireNonNull(value, "value");
        }
    }

    /** A label. */
    public record Label(String name, String value) {
        public Label {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
        }
    }

    /** A value of a series. */
    public sealed interface Value {}

    /**
     * The value of a counter or a gauge.
     *
     * @param exemplar a value that was added to a counter; absent: none kept
     */
    public record Scalar(double value, @Nullable Exemplar exemplar) implements Value {
        /** A value without an exemplar. */
        public Scalar(double value) {
            this(value, null);
        }
    }

    /**
     * The value of a histogram.
     *
     * @param buckets cumulative counts by rising upper bound, the last one infinite
     * @param sum the sum of all values
     */
    public record Histogram(List<Bucket> buckets, double sum) implements Value {
        public Histogram {
            buckets = List.copyOf(buckets);
            if (buckets.isEmpty() || buckets.getLast().upperBound() != Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("the last bucket of a histogram must be infinite");
            }
        }
    }

    /**
     * How many values are at most {@code upperBound}.
     *
     * @param exemplar a value that fell into this bucket; absent: none kept
     */
    public record Bucket(
            double upperBound,
            long cumulativeCount,
            @Nullable Exemplar exemplar) {}

    /**
     * A value with the trace that it came from, as OpenMetrics 1.0 has it.
     *
     * @param traceId letters and digits, 1 to {@value #LONGEST_ID}
     * @param spanId letters and digits, at most {@value #LONGEST_ID}; empty: not known
     */
    public record Exemplar(double value, String traceId, String spanId) {
        /** Two ids and their names must not take more than the 128 characters of OpenMetrics. */
        public static final int LONGEST_ID = 50;

        public Exemplar {
            if (traceId.isEmpty() || !isId(traceId) || !isId(spanId)) {
                throw new IllegalArgumentException(
                        "an exemplar's ids are letters and digits, " + LONGEST_ID + " at most");
            }
        }

        /** Whether a text can be an id of an exemplar; the empty one can. */
        public static boolean isId(String text) {
            if (text.length() > LONGEST_ID) {
                return false;
            }
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
                    return false;
                }
            }
            return true;
        }
    }
}

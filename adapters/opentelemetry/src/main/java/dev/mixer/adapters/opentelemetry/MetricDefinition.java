package dev.mixer.adapters.opentelemetry;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One metric.
 *
 * @param instanceName the instance that feeds it: {@code name}, {@code name.namespace} or {@code name.metric.namespace}
 * @param name the metric's name; empty: the instance's
 * @param description what it is
 * @param unit of its values, as UCUM writes it
 * @param kind how values are put together
 * @param labelNames the dimensions that become attributes, which a record must have; empty: all that it has
 * @param histogram how a DISTRIBUTION divides values
 * @param bounds of an EXPLICIT histogram
 */
public record MetricDefinition(
        @Description("The instance that feeds the metric: name, name.namespace or name.metric.namespace.")
        String instanceName,

        @Description("The metric's name; empty: the instance's.") @DefaultValue("")
        String name,

        @Description("What it is.") @DefaultValue("") String description,

        @Description("The unit of its values in UCUM, such as s, By or {request}.") @DefaultValue("")
        String unit,

        @Description("How values are put together.") Kind kind,

        @Description("The dimensions that become attributes, which every record must have; empty: all it has.")
        List<String> labelNames,

        @Description("How a DISTRIBUTION divides values.") @DefaultValue("EXPLICIT")
        Histogram histogram,

        @Description("The bounds of an EXPLICIT histogram, rising; empty: 5 ms to 10 s.")
        List<Double> bounds) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]{0,254}");
    private static final List<Double> USUAL =
            List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);
    private static final int MOST_BOUNDS = 200;

    /** How values are put together. */
    public enum Kind {
        /** The sum of all values. */
        COUNTER,
        /** The last value. */
        GAUGE,
        /** How many values fell into which bucket. */
        DISTRIBUTION
    }

    /** How a distribution divides values. */
    public enum Histogram {
        /** At the bounds given. */
        EXPLICIT,
        /** At bounds of equal ratio that follow the values. */
        EXPONENTIAL
    }

    public MetricDefinition {
        requireNonNull(kind, "kind");
        requireNonNull(histogram, "histogram");
        labelNames = List.copyOf(labelNames);
        if (instanceName.isEmpty()) {
            throw new IllegalArgumentException("instance_name is empty");
        }
        int dot = instanceName.indexOf('.');
        name = name.isEmpty() ? (dot < 0 ? instanceName : instanceName.substring(0, dot)) : name;
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is not a name of OpenTelemetry: a letter, then up to 254 letters, digits and _ . - /");
        }
        if (new HashSet<>(labelNames).size() < labelNames.size()) {
            throw new IllegalArgumentException("label_names " + labelNames + " holds a name twice");
        }
        if (kind != Kind.DISTRIBUTION && (histogram != Histogram.EXPLICIT || !bounds.isEmpty())) {
            throw new IllegalArgumentException("histogram and bounds are for the kind DISTRIBUTION, not for " + kind);
        }
        if (histogram == Histogram.EXPONENTIAL && !bounds.isEmpty()) {
            throw new IllegalArgumentException("an EXPONENTIAL histogram finds its bounds by itself");
        }
        bounds = bounds.isEmpty() ? USUAL : List.copyOf(bounds);
        checkRising(bounds);
    }

    private static void checkRising(List<Double> bounds) {
        if (bounds.size() > MOST_BOUNDS) {
            throw new IllegalArgumentException(bounds.size() + " bounds are more than " + MOST_BOUNDS);
        }
        for (int i = 0; i < bounds.size(); i++) {
            if (!Double.isFinite(bounds.get(i)) || (i > 0 && bounds.get(i) <= bounds.get(i - 1))) {
                throw new IllegalArgumentException("bound " + bounds.get(i) + " is not finite or does not rise");
            }
        }
    }

    /** The instance as {@code name.namespace}, as reports name it. */
    String fullInstanceName(String handlerNamespace) {
        int last = instanceName.lastIndexOf('.');
        var tail = instanceName.substring(last + 1);
        var head = last < 0 ? instanceName : instanceName.substring(0, last);
        if (last < 0 || isKind(tail)) {
            return head + "." + handlerNamespace;
        }
        int middle = head.lastIndexOf('.');
        return (middle > 0 && isKind(head.substring(middle + 1)) ? head.substring(0, middle) : head) + "." + tail;
    }

    private static boolean isKind(String segment) {
        return segment.equals("metric") || segment.equals("instance");
    }
}

package dev.mixer.adapters.prometheus;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One metric.
 *
 * @param instanceName the instance that feeds it: {@code name}, {@code name.namespace} or {@code name.metric.namespace}
 * @param name the metric's name; empty: the instance's
 * @param namespace what stands before the name, with an underscore; empty: nothing
 * @param description the help line
 * @param kind how values are put together
 * @param labelNames the labels, in the order in which they are shown
 * @param buckets for a DISTRIBUTION; absent: the client libraries' usual ones, 5 ms to 10 s
 */
public record MetricDefinition(
        @Description("The instance that feeds the metric: name, name.namespace or name.metric.namespace.")
        String instanceName,

        @Description("The metric's name; empty: the instance's.") @DefaultValue("")
        String name,

        @Description("What stands before the name, with an underscore; empty: nothing.") @DefaultValue("istio")
        String namespace,

        @Description("The help line.") @DefaultValue("") String description,
        @Description("How values are put together.") Kind kind,

        @Description("The labels, in the order in which they are shown.")
        List<String> labelNames,

        @Description("For a DISTRIBUTION: its buckets; absent: 5 ms to 10 s.")
        Optional<Buckets> buckets) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");
    private static final double[] USUAL = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    /** How values are put together. */
    public enum Kind {
        /** The sum of all values. */
        COUNTER,
        /** The last value. */
        GAUGE,
        /** How many values fell into which bucket. */
        DISTRIBUTION
    }

    public MetricDefinition {
        requireNonNull(kind, "kind");
        requireNonNull(description, "description");
        labelNames = List.copyOf(labelNames);
        if (instanceName.isEmpty()) {
            throw new IllegalArgumentException("instance_name is empty");
        }
        name = name.isEmpty() ? shortName(instanceName) : name;
        var exposed = exposedName(namespace, name);
        if (!NAME.matcher(exposed).matches()) {
            throw new IllegalArgumentException(
                    "'" + exposed + "' is not a name of Prometheus: letters, digits, _ and :");
        }
        if (new HashSet<>(labelNames).size() < labelNames.size()) {
            throw new IllegalArgumentException("label_names " + labelNames + " holds a name twice");
        }
        for (var label : labelNames) {
            if (!LABEL.matcher(label).matches() || (kind == Kind.DISTRIBUTION && label.equals("le"))) {
                throw new IllegalArgumentException(
                        "'" + label + "' is not a label of Prometheus, or is reserved there");
            }
        }
        if (buckets.isPresent() && kind != Kind.DISTRIBUTION) {
            throw new IllegalArgumentException("buckets are for the kind DISTRIBUTION, not for " + kind);
        }
    }

    /** The name in a scrape, exactly. */
    String exposedName() {
        return exposedName(namespace, name);
    }

    /** The finite bounds of the buckets; for other kinds of no meaning. */
    double[] bounds() {
        return buckets.map(Buckets::bounds).orElseGet(USUAL::clone);
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
        return (isKind(head.substring(middle + 1)) && middle > 0 ? head.substring(0, middle) : head) + "." + tail;
    }

    private static boolean isKind(String segment) {
        return segment.equals("metric") || segment.equals("instance");
    }

    private static String shortName(String instance) {
        int dot = instance.indexOf('.');
        return dot < 0 ? instance : instance.substring(0, dot);
    }

    private static String exposedName(String namespace, String name) {
        return namespace.isEmpty() ? name : namespace + "_" + name;
    }
}

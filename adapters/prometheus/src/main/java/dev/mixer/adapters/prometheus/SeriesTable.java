package dev.mixer.adapters.prometheus;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.MetricFamily;
import dev.mixer.spi.MetricFamily.Exemplar;
import dev.mixer.spi.template.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The series of one metric. A report looks its series up and adds to a striped cell; no lock is taken. */
final class SeriesTable {
    /** The value of every label of the series that takes what has no room. */
    static final String OVERFLOW = "mixer_overflow";

    private static final String TRACE_ID = "trace_id";
    private static final String SPAN_ID = "span_id";

    private final MetricDefinition definition;
    private final String[] labels;
    private final double[] bounds;
    private final long limit;
    private final Map<LabelValues, Cell> cells = new ConcurrentHashMap<>();
    private final LabelValues overflow;
    private final AtomicLong count = new AtomicLong();

    SeriesTable(MetricDefinition definition, long limit) {
        this.definition = definition;
        this.labels = definition.labelNames().toArray(String[]::new);
        this.bounds = definition.bounds();
        this.limit = limit;
        var everywhere = new String[labels.length];
        Arrays.fill(everywhere, OVERFLOW);
        this.overflow = new LabelValues(everywhere);
    }

    /** Whether this table can go on under edited parameters. */
    boolean fits(MetricDefinition other, long otherLimit) {
        return definition.equals(other) && limit == otherLimit;
    }

    /**
     * Adds a value; says whether it found room in a series of its own.
     *
     * @throws AdapterException if the instance does not fit the metric, naming what differs
     */
    boolean add(Metric metric, long millis) throws AdapterException {
        double value = number(metric.value());
        var key = key(metric.dimensions());
        var cell = cells.get(key);
        if (cell == null) {
            cell = newCell(key);
        }
        boolean hasRoom = cell != null;
        if (cell == null) {
            cell = cells.computeIfAbsent(overflow, _ -> Cell.of(definition.kind(), bounds));
        }
        cell.use(millis);
        cell.add(value, exemplar(value, metric.monitoredResourceDimensions()));
        return hasRoom;
    }

    /** The trace that the instance names, where it names one; what is no id is none. */
    private static @Nullable Exemplar exemplar(double value, Map<String, AttributeValue> resource) {
        if (resource.isEmpty() || !(resource.get(TRACE_ID) instanceof AttributeValue.Text(var trace))) {
            return null;
        }
        var span = resource.get(SPAN_ID) instanceof AttributeValue.Text(var text) ? text : "";
        return trace.isEmpty() || !Exemplar.isId(trace) || !Exemplar.isId(span)
                ? null
                : new Exemplar(value, trace, span);
    }

    /** Drops the series that were last fed before {@code millis}; a report in that very moment may be lost with its series. */
    void expire(long millis) {
        cells.forEach((key, cell) -> {
            if (cell.isUnusedSince(millis) && cells.remove(key, cell) && !key.equals(overflow)) {
                count.decrementAndGet();
            }
        });
    }

    MetricFamily collect() {
        var series = new ArrayList<MetricFamily.Series>(cells.size());
        cells.forEach((key, cell) -> {
            var pairs = new ArrayList<MetricFamily.Label>(labels.length);
            for (int i = 0; i < labels.length; i++) {
                pairs.add(new MetricFamily.Label(labels[i], key.value(i)));
            }
            series.add(new MetricFamily.Series(pairs, cell.value()));
        });
        var kind = switch (definition.kind()) {
            case COUNTER -> MetricFamily.Kind.COUNTER;
            case GAUGE -> MetricFamily.Kind.GAUGE;
            case DISTRIBUTION -> MetricFamily.Kind.HISTOGRAM;
        };
        return new MetricFamily(definition.exposedName(), definition.description(), kind, series);
    }

    private @Nullable Cell newCell(LabelValues key) {
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            return null;
        }
        var fresh = Cell.of(definition.kind(), bounds);
        var other = cells.putIfAbsent(key, fresh);
        if (other != null) {
            count.decrementAndGet();
            return other;
        }
        return fresh;
    }

    private LabelValues key(Map<String, AttributeValue> dimensions) throws AdapterException {
        var values = new String[labels.length];
        for (int i = 0; i < labels.length; i++) {
            var value = dimensions.get(labels[i]);
            if (value == null) {
                throw failure("lacks the label " + labels[i]);
            }
            values[i] = value.toText();
        }
        if (dimensions.size() > labels.length) {
            var extra = new java.util.TreeSet<>(dimensions.keySet());
            extra.removeAll(definition.labelNames());
            throw failure("has dimensions that are no labels: " + extra);
        }
        return new LabelValues(values);
    }

    private double number(AttributeValue value) throws AdapterException {
        double number = switch (value) {
            case AttributeValue.Int64(var whole) -> whole;
            case AttributeValue.Float64(var fraction) -> fraction;
            case AttributeValue.Span(var duration) -> duration.getSeconds() + duration.getNano() / 1e9;
            case AttributeValue.Text(var text) -> parse(text);
            case AttributeValue other -> throw failure("has the value " + other.toText() + ", which is no number");
        };
        if (Double.isNaN(number) || (definition.kind() == MetricDefinition.Kind.COUNTER && number < 0)) {
            throw failure("has the value " + number + ", which a " + definition.kind() + " cannot take");
        }
        return number;
    }

    private double parse(String text) throws AdapterException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw failure("has the value '" + text + "', which is no number");
        }
    }

    private AdapterException failure(String what) {
        return AdapterException.permanent(
                "an instance of " + definition.instanceName() + " for " + definition.exposedName() + " " + what, null);
    }
}

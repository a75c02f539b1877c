package dev.mixer.adapters.opentelemetry;

import static dev.mixer.adapters.sending.Texts.wellFormed;

import dev.mixer.adapters.opentelemetry.MetricDefinition.Histogram;
import dev.mixer.adapters.opentelemetry.MetricDefinition.Kind;
import dev.mixer.adapters.sending.Times;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Reported;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Metrics as OTLP has them, each with the single point that one record is: a delta of one value. */
final class MetricRecords {
    private final Map<String, MetricDefinition> byInstance = new HashMap<>();

    MetricRecords(List<MetricDefinition> definitions, String namespace) {
        for (var definition : definitions) {
            byInstance.put(definition.fullInstanceName(namespace), definition);
        }
    }

    Metric of(Reported<dev.mixer.spi.template.Metric> record, Instant now) {
        var definition = byInstance.get(record.instanceName());
        if (definition == null) {
            throw new IllegalArgumentException("no metric of the handler has this instance_name");
        }
        var number = number(record.instance().value(), Times.nanos("the host's time", now));
        double value = number.hasAsInt() ? number.getAsInt() : number.getAsDouble();
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value " + value + " is not finite");
        }
        if (definition.kind() == Kind.COUNTER && value < 0) {
            throw new IllegalArgumentException(
                    "value " + record.instance().value().toText() + " is negative, and the counter " + definition.name()
                            + " never falls");
        }
        number.addAllAttributes(attributes(definition, record.instance().dimensions()));
        var metric = Metric.newBuilder()
                .setName(definition.name())
                .setDescription(wellFormed(definition.description()))
                .setUnit(wellFormed(definition.unit()));
        switch (definition.kind()) {
            case GAUGE -> metric.getGaugeBuilder().addDataPoints(number);
            case COUNTER ->
                metric.getSumBuilder()
                        .setIsMonotonic(true)
                        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
                        .addDataPoints(number);
            case DISTRIBUTION -> addDistribution(metric, definition, number, value);
        }
        return metric.build();
    }

    private static void addDistribution(
            Metric.Builder metric, MetricDefinition definition, NumberDataPoint.Builder number, double value) {
        if (definition.histogram() == Histogram.EXPLICIT) {
            metric.getHistogramBuilder()
                    .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
                    .addDataPoints(HistogramDataPoint.newBuilder()
                            .addAllAttributes(number.getAttributesList())
                            .setTimeUnixNano(number.getTimeUnixNano())
                            .setCount(1)
                            .setSum(value)
                            .addAllExplicitBounds(definition.bounds()));
            return;
        }
        var point = ExponentialHistogramDataPoint.newBuilder()
                .addAllAttributes(number.getAttributesList())
                .setTimeUnixNano(number.getTimeUnixNano())
                .setCount(1)
                .setSum(value);
        var buckets = new ExponentialBuckets();
        buckets.add(value);
        buckets.writeTo(point);
        metric.getExponentialHistogramBuilder()
                .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
                .addDataPoints(point);
    }

    private static NumberDataPoint.Builder number(AttributeValue value, long time) {
        var point = NumberDataPoint.newBuilder().setTimeUnixNano(time);
        return switch (value) {
            case AttributeValue.Int64(var number) -> point.setAsInt(number);
            case AttributeValue.Float64(var number) -> point.setAsDouble(number);
            case AttributeValue.Span(var duration) -> point.setAsDouble(seconds(duration));
            case AttributeValue.Text(var text) -> point.setAsDouble(parse(text));
            default -> throw noNumber(value.toText());
        };
    }

    private static double parse(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw noNumber(text);
        }
    }

    private static IllegalArgumentException noNumber(String text) {
        return new IllegalArgumentException("value " + wellFormed(text) + " is neither a number nor a duration");
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    private static List<KeyValue> attributes(MetricDefinition definition, Map<String, AttributeValue> dimensions) {
        var attributes = new ArrayList<KeyValue>(dimensions.size());
        if (definition.labelNames().isEmpty()) {
            new TreeMap<>(dimensions).forEach((key, value) -> attributes.add(Attributes.of(key, value)));
            return attributes;
        }
        for (var label : definition.labelNames()) {
            var value = dimensions.get(label);
            if (value == null) {
                throw new IllegalArgumentException("the metric " + definition.name() + " wants the dimension " + label
                        + "; the record has " + new TreeMap<>(dimensions).keySet());
            }
            attributes.add(Attributes.of(label, value));
        }
        return attributes;
    }
}

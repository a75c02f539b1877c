package dev.mixer.server.http;

import dev.mixer.spi.MetricFamily;
import dev.mixer.spi.MetricFamily.Exemplar;
import dev.mixer.spi.MetricFamily.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines that both formats of Prometheus share. */
final class SeriesText {
    private final StringBuilder out = new StringBuilder(4096);
    private final boolean open;

    /** @param open whether as OpenMetrics has it */
    SeriesText(boolean open) {
        this.open = open;
    }

    void head(String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ');
        escape(help, open);
        out.append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void series(String name, MetricFamily.Series series) {
        series(name, series, open);
    }

    /** Of a type that has none. */
    void seriesWithoutExemplars(String name, MetricFamily.Series series) {
        series(name, series, false);
    }

    private void series(String name, MetricFamily.Series series, boolean exemplars) {
        var labels = series.labels();
        switch (series.value()) {
            case MetricFamily.Scalar(var value, var exemplar) ->
                line(name, labels, "", value, exemplars ? exemplar : null);
            case MetricFamily.Histogram(var buckets, var sum) -> {
                for (var bucket : buckets) {
                    line(
                            name + "_bucket",
                            labels,
                            number(bucket.upperBound()),
                            (double) bucket.cumulativeCount(),
                            exemplars ? bucket.exemplar() : null);
                }
                line(name + "_sum", labels, "", sum, null);
                line(name + "_count", labels, "", (double) buckets.getLast().cumulativeCount(), null);
            }
        }
    }

    private void line(String name, List<Label> labels, String upperBound, double value, @Nullable Exemplar exemplar) {
        out.append(name);
        if (!labels.isEmpty() || !upperBound.isEmpty()) {
            out.append('{');
            var comma = "";
            for (var label : labels) {
                out.append(comma).append(label.name()).append("=\"");
                escape(label.value(), true);
                out.append('"');
                comma = ",";
            }
            if (!upperBound.isEmpty()) {
                out.append(comma).append("le=\"").append(upperBound).append('"');
            }
            out.append('}');
        }
        out.append(' ').append(number(value));
        if (exemplar != null) {
            out.append(" # {trace_id=\"").append(exemplar.traceId()).append('"');
            if (!exemplar.spanId().isEmpty()) {
                out.append(",span_id=\"").append(exemplar.spanId()).append('"');
            }
            out.append("} ").append(number(exemplar.value()));
        }
        out.append('\n');
    }

    private static String number(double value) {
        if (value == Double.POSITIVE_INFINITY) {
            return "+Inf";
        }
        if (value == Double.NEGATIVE_INFINITY) {
            return "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private void escape(String text, boolean quotes) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '"' -> out.append(quotes ? "\\\"" : "\"");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}

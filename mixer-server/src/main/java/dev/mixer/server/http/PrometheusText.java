package dev.mixer.server.http;

import dev.mixer.spi.MetricFamily;
import dev.mixer.spi.MetricFamily.Label;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Writes metric families in the Prometheus text format 0.0.4, names exactly as they are. The Prometheus client library
 * appends suffixes such as {@code _total} to names, which the standard Istio metrics must not get.
 */
final class PrometheusText {
    private PrometheusText() {}

    static String of(Collection<MetricFamily> families) {
        var out = new StringBuilder(4096);
        for (var family : families) {
            out.append("# HELP ").append(family.name()).append(' ');
            escape(family.help(), out, false);
            out.append("\n# TYPE ")
                    .append(family.name())
                    .append(' ')
                    .append(family.kind().name().toLowerCase(Locale.ROOT))
                    .append('\n');
            for (var series : family.series()) {
                series(family.name(), series, out);
            }
        }
        return out.toString();
    }

    private static void series(String name, MetricFamily.Series series, StringBuilder out) {
        switch (series.value()) {
            case MetricFamily.Scalar(var value) -> line(name, series.labels(), "", value, out);
            case MetricFamily.Histogram(var buckets, var sum) -> {
                for (var bucket : buckets) {
                    line(
                            name + "_bucket",
                            series.labels(),
                            number(bucket.upperBound()),
                            (double) bucket.cumulativeCount(),
                            out);
                }
                line(name + "_sum", series.labels(), "", sum, out);
                line(
                        name + "_count",
                        series.labels(),
                        "",
                        (double) buckets.getLast().cumulativeCount(),
                        out);
            }
        }
    }

    private static void line(String name, List<Label> labels, String upperBound, double value, StringBuilder out) {
        out.append(name);
        if (!labels.isEmpty() || !upperBound.isEmpty()) {
            out.append('{');
            var comma = "";
            for (var label : labels) {
                out.append(comma).append(label.name()).append("=\"");
                escape(label.value(), out, true);
                out.append('"');
                comma = ",";
            }
            if (!upperBound.isEmpty()) {
                out.append(comma).append("le=\"").append(upperBound).append('"');
            }
            out.append('}');
        }
        out.append(' ').append(number(value)).append('\n');
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

    private static void escape(String text, StringBuilder out, boolean quotes) {
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
}

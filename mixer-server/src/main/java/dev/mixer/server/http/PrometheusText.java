package dev.mixer.server.http;

import dev.mixer.spi.MetricFamily;
import java.util.Collection;
import java.util.Locale;

/**
 * Writes metric families in the Prometheus text format 0.0.4, names exactly as they are. The Prometheus client library
 * appends suffixes such as {@code _total} to names, which the standard Istio metrics must not get.
 */
final class PrometheusText {
    private PrometheusText() {}

    static String of(Collection<MetricFamily> families) {
        var out = new SeriesText(false);
        for (var family : families) {
            out.head(family.name(), family.kind().name().toLowerCase(Locale.ROOT), family.help());
            family.series().forEach(series -> out.series(family.name(), series));
        }
        return out.toString();
    }
}

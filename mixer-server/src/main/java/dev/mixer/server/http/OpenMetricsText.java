package dev.mixer.server.http;

import dev.mixer.spi.MetricFamily;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes metric families as OpenMetrics 1.0 has them, with exemplars and without the end mark. Names of series are those of the
 * older format, so that it makes no difference to queries which one a scraper asks for: numbers of bounds too, which
 * OpenMetrics would rather write as 1.0.
 */
final class OpenMetricsText {
    private static final String OF_COUNTERS = "_total";

    private OpenMetricsText() {}

    static String of(Collection<MetricFamily> families) {
        var names = families.stream().map(MetricFamily::name).collect(Collectors.toSet());
        var out = new SeriesText(true);
        for (var family : families) {
            var name = family.name();
            if (family.kind() != MetricFamily.Kind.COUNTER) {
                out.head(name, family.kind().name().toLowerCase(Locale.ROOT), family.help());
            } else {
                // There a family of counters has the name of its series without the ending, and no other family may.
                var stem = name.endsWith(OF_COUNTERS) ? name.substring(0, name.length() - OF_COUNTERS.length()) : "";
                boolean nameable = !stem.isEmpty() && !names.contains(stem);
                out.head(nameable ? stem : name, nameable ? "counter" : "unknown", family.help());
                if (!nameable) {
                    family.series().forEach(series -> out.seriesWithoutExemplars(name, series));
                    continue;
                }
            }
            family.series().forEach(series -> out.series(name, series));
        }
        return out.toString();
    }
}

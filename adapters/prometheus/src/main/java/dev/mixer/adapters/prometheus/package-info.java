/**
 * Keeps metrics for Prometheus to scrape. Start at {@link dev.mixer.adapters.prometheus.PrometheusAdapter};
 * {@code SeriesTable} holds the series of one metric and is the hot path.
 */
@NullMarked
package dev.mixer.adapters.prometheus;

import org.jspecify.annotations.NullMarked;

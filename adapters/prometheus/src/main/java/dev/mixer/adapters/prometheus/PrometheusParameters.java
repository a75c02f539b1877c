package dev.mixer.adapters.prometheus;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import java.util.List;

/**
 * The metrics of a handler.
 *
 * @param metrics the metrics
 * @param metricsExpirationPolicy when series end that no report feeds any more
 * @param seriesLimit how many series a metric may have, 1 to 1000000; further ones share one overflow series
 */
public record PrometheusParameters(
        @Description("The metrics.") List<MetricDefinition> metrics,

        @Description("When series end that no report feeds any more.") @DefaultValue("{}")
        Expiration metricsExpirationPolicy,

        @Description("How many series a metric may have, 1 to 1000000; further ones share one overflow series.")
        @DefaultValue("10000")
        long seriesLimit) {
    private static final long MOST_SERIES = 1_000_000;

    /**
     * When series end.
     *
     * @param metricsExpiryDuration how long a series may go without a report; zero: for ever
     * @param expiryCheckIntervalDuration how often that is looked at; zero: half the expiry duration
     */
    public record Expiration(
            @Description("How long a series may go without a report; 0s: for ever.") @DefaultValue("0s")
            Duration metricsExpiryDuration,

            @Description("How often that is looked at; 0s: half of metrics_expiry_duration.") @DefaultValue("0s")
            Duration expiryCheckIntervalDuration) {
        public Expiration {
            if (metricsExpiryDuration.isNegative() || expiryCheckIntervalDuration.isNegative()) {
                throw new IllegalArgumentException("metrics_expiration_policy is negative: " + metricsExpiryDuration
                        + ", " + expiryCheckIntervalDuration);
            }
        }

        Duration period() {
            return expiryCheckIntervalDuration.isZero()
                    ? metricsExpiryDuration.dividedBy(2)
                    : expiryCheckIntervalDuration;
        }
    }

    public PrometheusParameters {
        metrics = List.copyOf(metrics);
        requireNonNull(metricsExpirationPolicy, "metricsExpirationPolicy");
        if (seriesLimit < 1 || seriesLimit > MOST_SERIES) {
            throw new IllegalArgumentException("series_limit " + seriesLimit + " is not in 1 to " + MOST_SERIES);
        }
    }
}

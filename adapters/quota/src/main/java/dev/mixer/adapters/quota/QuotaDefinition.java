package dev.mixer.adapters.quota;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The limit of one quota, as configured. {@link QuotaProblems} says what is wrong with it.
 *
 * @param name the instance: {@code name}, {@code name.namespace} or {@code name.quota.namespace}
 * @param maxAmount how much may be taken, at least 1
 * @param validDuration how long what was taken counts; zero: for ever
 * @param rateLimitAlgorithm how it comes back; absent: the adapter's default
 * @param bucketDuration how exactly a rolling window knows when something was taken; zero: a tenth of validDuration
 * @param overrides other limits for some dimensions; the first that matches counts
 */
public record QuotaDefinition(
        @Description("The instance: name, name.namespace or name.quota.namespace.")
        String name,

        @Description("How much may be taken, at least 1.") long maxAmount,

        @Description("How long what was taken counts; 0s: for ever.") @DefaultValue("0s")
        Duration validDuration,

        @Description("How it comes back; left out: the adapter's default.")
        Optional<Algorithm> rateLimitAlgorithm,

        @Description("How exactly ROLLING_WINDOW knows when something was taken; 0s: a tenth of validDuration.")
        @DefaultValue("0s")
        Duration bucketDuration,

        @Description("Other limits for some dimensions; the first that matches counts.")
        List<QuotaOverride> overrides) {
    public QuotaDefinition {
        requireNonNull(name, "name");
        requireNonNull(validDuration, "validDuration");
        requireNonNull(rateLimitAlgorithm, "rateLimitAlgorithm");
        requireNonNull(bucketDuration, "bucketDuration");
        overrides = List.copyOf(overrides);
    }
}

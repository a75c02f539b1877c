package dev.mixer.adapters.memquota;

import dev.mixer.adapters.quota.QuotaDefinition;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import java.util.List;

/**
 * The limits of a handler, and what keeping them may cost.
 *
 * @param quotas the limits
 * @param minDeduplicationDuration how long the id of a request is known at least
 * @param maxKeys how many counters there may be; further ones of a quota share one
 */
public record MemquotaParameters(
        @Description("The limits.") List<QuotaDefinition> quotas,

        @Description("How long the id of a request is known at least, 0s to 1h.") @DefaultValue("1s")
        Duration minDeduplicationDuration,

        @Description("How many counters there may be, 1 to 100000000; further ones of a quota share one.")
        @DefaultValue("1000000")
        long maxKeys) {
    private static final Duration LONGEST_DEDUPLICATION = Duration.ofHours(1);
    private static final long MOST_KEYS = 100_000_000;

    public MemquotaParameters {
        quotas = List.copyOf(quotas);
        if (minDeduplicationDuration.isNegative() || minDeduplicationDuration.compareTo(LONGEST_DEDUPLICATION) > 0) {
            throw new IllegalArgumentException(
                    "minDeduplicationDuration " + minDeduplicationDuration + " is not in 0s to 1h");
        }
        if (maxKeys < 1 || maxKeys > MOST_KEYS) {
            throw new IllegalArgumentException("maxKeys " + maxKeys + " is not in 1 to " + MOST_KEYS);
        }
    }
}

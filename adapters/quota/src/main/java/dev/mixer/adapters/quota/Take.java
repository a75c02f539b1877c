package dev.mixer.adapters.quota;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.QuotaInstance;
import dev.mixer.spi.QuotaRequest;

/**
 * What is wanted from a counter, in the terms of {@link dev.mixer.spi.QuotaRequest}.
 *
 * @param amount how much to take; 0: look; negative: give back
 * @param bestEffort whether less may be granted
 * @param dedupId an id seen before gets the first answer; empty: no memory
 */
public record Take(long amount, boolean bestEffort, String dedupId) {
    public Take {
        requireNonNull(dedupId, "dedupId");
    }

    /** What a request wants. */
    public static Take of(QuotaRequest<? extends QuotaInstance> request) {
        return new Take(request.amount(), request.bestEffort(), request.dedupId());
    }

    /** What of {@code free} is granted. */
    long granted(long free) {
        if (amount <= 0) {
            return 0;
        }
        if (amount <= free) {
            return amount;
        }
        return bestEffort ? free : 0;
    }
}

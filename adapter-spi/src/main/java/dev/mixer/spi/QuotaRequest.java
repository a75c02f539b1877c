package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

/**
 * An amount asked for from one counter.
 *
 * @param instance names the counter
 * @param name the quota's name in the configuration, {@code instance.namespace}
 * @param amount how much, at least 1
 * @param bestEffort whether less than {@code amount} may be granted
 * @param dedupId a request with an id that was seen before gets the first answer and takes nothing; empty: no memory
 */
public record QuotaRequest<T extends QuotaInstance>(
        T instance, String name, long amount, boolean bestEffort, String dedupId) {
    public QuotaRequest {
        requireNonNull(instance, "instance");
        requireNonNull(name, "name");
        requireNonNull(dedupId, "dedupId");
        if (amount < 1) {
            throw new IllegalArgumentException("amount " + amount + " is below 1");
        }
    }
}

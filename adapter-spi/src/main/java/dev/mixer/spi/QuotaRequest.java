package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

/**
 * An amount asked for from one counter. An amount of zero looks without taking: nothing is granted, and the result tells
 * what is left and when there will be more; of a counter in fixed windows that a best-effort request wanted more of than there
 * was, it answers RESOURCE_EXHAUSTED until the window ends or something is given back. A negative amount gives back what was taken, newest first and never more than
 * still counts; nothing is granted. The fronts decide who may ask for what: callers of Mixer's own API for 1 or more.
 *
 * @param instance names the counter
 * @param name the quota's name in the configuration, {@code instance.namespace}
 * @param amount how much to take; 0: look; negative: give back, at least -{@link Long#MAX_VALUE}
 * @param bestEffort whether less than {@code amount} may be granted
 * @param dedupId a request with an id that was seen before gets the first answer and takes nothing; empty: no memory
 */
public record QuotaRequest<T extends QuotaInstance>(
        T instance, String name, long amount, boolean bestEffort, String dedupId) {
    public QuotaRequest {
        requireNonNull(instance, "instance");
        requireNonNull(name, "name");
        requireNonNull(dedupId, "dedupId");
        if (amount == Long.MIN_VALUE) {
            throw new IllegalArgumentException("amount " + amount + " has no opposite");
        }
    }
}

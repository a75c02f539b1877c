package dev.mixer.engine.config.settings;

import dev.mixer.spi.DataSize;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;

/**
 * How much the host takes on.
 *
 * @param maxMessage of the transport; above it a call fails
 * @param maxRequest of each front; above it a call gets a definite denial, so it lies below {@code maxMessage}
 * @param maxCallsInFlight how many calls may run at once; above it a call is UNAVAILABLE
 */
public record Limits(
        @Description("The largest message the transport reads.") @DefaultValue("16MiB")
        DataSize maxMessage,

        @Description("The largest request that is decided upon; a larger one is denied.") @DefaultValue("4MiB")
        DataSize maxRequest,

        @Description("How many calls may run at once; beyond it the host is overloaded.") @DefaultValue("10000")
        int maxCallsInFlight) {
    public Limits {
        if (maxRequest.bytes() > maxMessage.bytes()) {
            throw new IllegalArgumentException("maxRequest " + maxRequest + " must not be above maxMessage "
                    + maxMessage + ": what is too large must end in a denial, not in a transport error");
        }
        if (maxRequest.bytes() < 1 || maxMessage.bytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("maxRequest must be at least 1B and maxMessage below 2GiB");
        }
        if (maxCallsInFlight < 1) {
            throw new IllegalArgumentException("maxCallsInFlight must be at least 1");
        }
    }
}

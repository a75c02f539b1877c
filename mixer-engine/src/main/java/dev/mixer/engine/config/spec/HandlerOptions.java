package dev.mixer.engine.config.spec;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the host treats a handler, whatever its adapter.
 *
 * @param failurePolicy what a check answers when the handler fails
 * @param timeLimit how long a call may take; null: the host's limit
 * @param maxConcurrentCalls how many calls may run at once, at least 1; null: the host's limit
 * @param enforcement whether its checks and quotas count
 * @param durability what reports survive
 * @param delivery how records are kept and sent
 */
@Description("How the host treats a handler, whatever its adapter.")
public record HandlerOptions(
        @Description("What a check answers when the handler fails or takes too long.") @DefaultValue("DENY")
        FailurePolicy failurePolicy,

        @Description("How long a call may take.") @Nullable Duration timeLimit,

        @Description("How many calls may run at once.") @Nullable
        Integer maxConcurrentCalls,

        @Description("Whether its checks and quotas count, or are only told.") @DefaultValue("LIVE")
        Enforcement enforcement,

        @Description("What reports survive.") @DefaultValue("MEMORY")
        Durability durability,

        @Description("How records are kept and sent.") DeliverySpec delivery) {
    /** What counts where a handler says nothing. */
    public static final HandlerOptions DEFAULT = new HandlerOptions(
            FailurePolicy.DENY, null, null, Enforcement.LIVE, Durability.MEMORY, DeliverySpec.DEFAULT);

    public HandlerOptions {
        requireValid(timeLimit, maxConcurrentCalls);
    }

    static void requireValid(@Nullable Duration timeLimit, @Nullable Integer maxConcurrentCalls) {
        if (timeLimit != null && (timeLimit.isNegative() || timeLimit.isZero())) {
            throw new IllegalArgumentException("timeLimit must be more than 0");
        }
        if (maxConcurrentCalls != null && maxConcurrentCalls < 1) {
            throw new IllegalArgumentException("maxConcurrentCalls must be at least 1");
        }
    }
}

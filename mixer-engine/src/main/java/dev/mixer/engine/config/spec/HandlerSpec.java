package dev.mixer.engine.config.spec;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The spec of a {@code handler}.
 *
 * @param compiledAdapter the name of an installed adapter; null: {@code adapter} is meant
 * @param adapter one in another process
 * @param connection where that is
 * @param params the adapter's parameters; null: none
 * @param failurePolicy what a check answers when the handler fails
 * @param timeLimit how long a call may take
 * @param maxConcurrentCalls how many calls may run at once
 * @param enforcement whether answers count
 * @param durability what reports survive
 * @param delivery how records are kept and sent; null: as usual
 */
@Description("An adapter with its parameters.")
public record HandlerSpec(
        @Description("The name of an installed adapter; absent: adapter is meant.") @Nullable
        SourceText compiledAdapter,

        @Description("An adapter in another process; not supported yet.") @Nullable
        SourceText adapter,

        @Description("Where that is; not supported yet.") @Nullable
        YamlNode connection,

        @Description("The adapter's parameters; absent: none.") @Nullable
        YamlNode params,

        @Description("What a check answers when the handler fails.") @DefaultValue("DENY")
        FailurePolicy failurePolicy,

        @Description("How long a call may take.") @Nullable Duration timeLimit,

        @Description("How many calls may run at once.") @Nullable
        Integer maxConcurrentCalls,

        @Description("Whether answers count.") @DefaultValue("LIVE")
        Enforcement enforcement,

        @Description("What reports survive: a backend that is away (MEMORY), also the death of the host (SPOOL).")
        @DefaultValue("MEMORY")
        Durability durability,

        @Description("How records are kept and sent.") @Nullable
        DeliverySpec delivery) {
    public HandlerSpec {
        HandlerOptions.requireValid(timeLimit, maxConcurrentCalls);
    }

    /** What the host itself does with the handler. */
    public HandlerOptions options() {
        return new HandlerOptions(
                failurePolicy,
                timeLimit,
                maxConcurrentCalls,
                enforcement,
                durability,
                delivery == null ? DeliverySpec.DEFAULT : delivery);
    }
}

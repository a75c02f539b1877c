package dev.mixer.engine.config.spec;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.spi.DefaultValue;
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
 */
public record HandlerSpec(
        @Nullable SourceText compiledAdapter,
        @Nullable SourceText adapter,
        @Nullable YamlNode connection,
        @Nullable YamlNode params,
        @DefaultValue("DENY") FailurePolicy failurePolicy,
        @Nullable Duration timeLimit,
        @Nullable Integer maxConcurrentCalls,
        @DefaultValue("LIVE") Enforcement enforcement,
        @DefaultValue("MEMORY") Durability durability) {
    public HandlerSpec {
        HandlerOptions.requireValid(timeLimit, maxConcurrentCalls);
    }

    /** What the host itself does with the handler. */
    public HandlerOptions options() {
        return new HandlerOptions(failurePolicy, timeLimit, maxConcurrentCalls, enforcement);
    }

    /** What reports to a handler survive. */
    public enum Durability {
        MEMORY,
        SPOOL
    }
}

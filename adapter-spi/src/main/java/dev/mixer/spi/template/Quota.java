package dev.mixer.spi.template;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.QuotaInstance;
import dev.mixer.spi.Template;
import java.util.Map;

/**
 * A counter that amounts are taken from.
 *
 * @param dimensions what tells one counter from another; equal dimensions share one counter
 */
@Template("quota")
public record Quota(
        @Description("What tells one counter from another.") Map<String, AttributeValue> dimensions)
        implements QuotaInstance {
    public Quota {
        dimensions = Map.copyOf(dimensions);
    }
}

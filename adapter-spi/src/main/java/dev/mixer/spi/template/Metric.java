package dev.mixer.spi.template;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Template;
import java.util.Map;

/**
 * One measured value.
 *
 * @param value a number, a duration or 1 for a count
 * @param dimensions what the value belongs to; become labels
 * @param monitoredResourceType the kind of thing measured, for backends that ask
 * @param monitoredResourceDimensions which thing was measured, for backends that ask
 */
@Template("metric")
public record Metric(
        @Description("The measured value.") AttributeValue value,

        @Description("What the value belongs to; become labels.")
        Map<String, AttributeValue> dimensions,

        @Description("The kind of thing measured.") @DefaultValue("")
        String monitoredResourceType,

        @Description("Which thing was measured.") Map<String, AttributeValue> monitoredResourceDimensions)
        implements ReportInstance {
    public Metric {
        requireNonNull(value, "value");
    }
}

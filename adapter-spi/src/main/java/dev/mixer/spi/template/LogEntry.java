package dev.mixer.spi.template;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Template;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a log.
 *
 * @param variables what the line says
 * @param timestamp when it happened; absent: now
 * @param severity how grave it is, such as {@code info}; backends map it to their own levels
 * @param monitoredResourceType the kind of thing logged about
 * @param monitoredResourceDimensions which thing
 */
@Template("logentry")
public record LogEntry(
        @Description("What the line says.") Map<String, AttributeValue> variables,
        @Description("When it happened.") Optional<Instant> timestamp,

        @Description("How grave it is, such as info.") @DefaultValue("")
        String severity,

        @Description("The kind of thing logged about.") @DefaultValue("")
        String monitoredResourceType,

        @Description("Which thing is logged about.") Map<String, AttributeValue> monitoredResourceDimensions)
        implements ReportInstance {}

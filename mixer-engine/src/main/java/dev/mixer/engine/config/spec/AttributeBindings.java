package dev.mixer.engine.config.spec;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.spi.Description;
import java.util.Map;

/**
 * The one field of an instance in the older form that is not its template's.
 *
 * @param attributeBindings attribute to {@code $out.field}
 */
@Description("The one field of an instance in the older form that is not its template's.")
public record AttributeBindings(
        @Description("Attribute to $out.field.") Map<String, SourceText> attributeBindings) {}

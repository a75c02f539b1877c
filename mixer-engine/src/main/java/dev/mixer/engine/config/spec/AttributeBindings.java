package dev.mixer.engine.config.spec;

import dev.mixer.engine.config.yaml.SourceText;
import java.util.Map;

/**
 * The one field of an instance in the older form that is not its template's.
 *
 * @param attributeBindings attribute to {@code $out.field}
 */
public record AttributeBindings(Map<String, SourceText> attributeBindings) {}

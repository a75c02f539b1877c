package dev.mixer.engine.config;

import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import java.util.Map;

/**
 * A template with expressions for its fields.
 *
 * @param template the template's name, known to exist
 * @param params field to expression; each scalar's {@code source()} is an expression
 * @param paramsField the field that they stand in, for problems: {@code spec.params}, in the older form {@code spec}
 * @param attributeBindings attribute to {@code $out.field}, for attribute producers
 */
public record InstanceResource(
        ResourceId id,
        Place place,
        SourceText template,
        Mapping params,
        String paramsField,
        Map<String, SourceText> attributeBindings)
        implements Resource {
    public InstanceResource {
        attributeBindings = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(attributeBindings));
    }
}

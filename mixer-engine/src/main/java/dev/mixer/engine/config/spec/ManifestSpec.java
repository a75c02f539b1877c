package dev.mixer.engine.config.spec;

import dev.mixer.spi.DefaultValue;
import java.util.Map;

/**
 * The spec of an {@code attributemanifest}.
 *
 * @param revision of no meaning here
 * @param name of no meaning here
 * @param attributes by name
 */
public record ManifestSpec(
        @DefaultValue("") String revision, @DefaultValue("") String name, Map<String, AttributeSpec> attributes) {
    /**
     * One attribute.
     *
     * @param valueType the type of its values
     * @param description one sentence
     */
    public record AttributeSpec(
            DeclaredType valueType, @DefaultValue("") String description) {}
}

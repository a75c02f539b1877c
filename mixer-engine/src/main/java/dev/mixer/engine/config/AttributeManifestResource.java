package dev.mixer.engine.config;

import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.spec.DeclaredType;
import dev.mixer.engine.config.yaml.SourceText;
import java.util.List;

/**
 * Attributes that a configuration adds to the vocabulary.
 *
 * @param attributes in the order of the text, each name once
 */
public record AttributeManifestResource(ResourceId id, Place place, List<Declaration> attributes) implements Resource {
    public AttributeManifestResource {
        attributes = List.copyOf(attributes);
    }

    /**
     * One attribute.
     *
     * @param name with its place
     * @param type the type of its values
     * @param description one sentence, or empty
     */
    public record Declaration(SourceText name, DeclaredType type, String description) {}
}

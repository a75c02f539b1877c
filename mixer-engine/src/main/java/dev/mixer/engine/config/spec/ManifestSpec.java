package dev.mixer.engine.config.spec;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.util.Map;

/**
 * The spec of an {@code attributemanifest}.
 *
 * @param revision of no meaning here
 * @param name of no meaning here
 * @param attributes by name
 */
@Description("Attributes beside the standard ones.")
public record ManifestSpec(
        @Description("Of no meaning here.") @DefaultValue("")
        String revision,

        @Description("Of no meaning here.") @DefaultValue("")
        String name,

        @Description("Attributes by name.") Map<String, AttributeSpec> attributes) {
    /**
     * One attribute.
     *
     * @param valueType the type of its values
     * @param description one sentence
     */
    public record AttributeSpec(
            @Description("The type of its values.") DeclaredType valueType,
            @Description("One sentence.") @DefaultValue("") String description) {}
}

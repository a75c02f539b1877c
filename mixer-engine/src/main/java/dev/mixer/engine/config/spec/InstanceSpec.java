package dev.mixer.engine.config.spec;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.spi.Description;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spec of an {@code instance}.
 *
 * @param compiledTemplate the template's name; null: {@code template} has it
 * @param template the same
 * @param params field to expression; null: none
 * @param attributeBindings attribute to {@code $out.field}
 */
@Description("A template whose fields are expressions.")
public record InstanceSpec(
        @Description("The template's name; absent: template has it.") @Nullable
        SourceText compiledTemplate,

        @Description("The same, as older files write it.") @Nullable
        SourceText template,

        @Description("Field to expression; absent: none.") @Nullable
        YamlNode params,

        @Description("Attribute to $out.field.") Map<String, SourceText> attributeBindings) {
    public InstanceSpec {
        if ((compiledTemplate == null) == (template == null)) {
            throw new IllegalArgumentException(
                    compiledTemplate == null
                            ? "compiledTemplate is required"
                            : "only one of compiledTemplate and template");
        }
    }

    /** The template's name, whichever field it stands in. */
    public SourceText templateName() {
        return compiledTemplate != null ? compiledTemplate : java.util.Objects.requireNonNull(template);
    }
}

package dev.mixer.engine.config;

import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.spec.HandlerOptions;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;

/**
 * A configured adapter.
 *
 * @param adapter the adapter's name or an alias of it, known to be installed
 * @param params its parameters, still to be bound; empty where the document gives none
 * @param paramsField the field that they stand in, for problems: {@code spec.params}, in the older form {@code spec}
 * @param options what the host itself does with the handler
 */
public record HandlerResource(
        ResourceId id, Place place, SourceText adapter, Mapping params, String paramsField, HandlerOptions options)
        implements Resource {
    private static final String CURRENT_FORM = "handler";

    /**
     * {@code name.namespace}; in the older form, where the kind is the adapter and two may have one name, {@code
     * name.kind.namespace} as Mixer had it.
     */
    public String fullName() {
        return id.kind().equals(CURRENT_FORM) ? id.shortName() : id.name() + "." + id.kind() + "." + id.namespace();
    }
}

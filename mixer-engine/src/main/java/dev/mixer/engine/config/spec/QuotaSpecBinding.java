package dev.mixer.engine.config.spec;

import dev.mixer.spi.DefaultValue;
import java.util.List;
import java.util.Map;

/**
 * The spec of a {@code QuotaSpecBinding}: which services' clients read which QuotaSpecs.
 *
 * @param services at least one, or none for nothing
 * @param quotaSpecs what they read
 */
public record QuotaSpecBinding(List<Service> services, List<SpecReference> quotaSpecs) {
    /**
     * A service, by name or as a pattern.
     *
     * @param name its short name
     * @param namespace empty: the binding's
     * @param domain empty: the cluster's
     * @param service its whole name, or {@code *}
     * @param labels which of its versions
     */
    public record Service(
            @DefaultValue("") String name,
            @DefaultValue("") String namespace,
            @DefaultValue("") String domain,
            @DefaultValue("") String service,
            Map<String, String> labels) {
        public Service {
            if (name.isEmpty() && service.isEmpty()) {
                throw new IllegalArgumentException("needs name or service");
            }
        }
    }

    /**
     * A QuotaSpec.
     *
     * @param name its name
     * @param namespace empty: the binding's
     */
    public record SpecReference(
            String name, @DefaultValue("") String namespace) {}
}

package dev.mixer.engine.config.spec;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.util.List;
import java.util.Map;

/**
 * The spec of a {@code QuotaSpecBinding}: which services' clients read which QuotaSpecs.
 *
 * @param services at least one, or none for nothing
 * @param quotaSpecs what they read
 */
@Description("Which services' clients read which QuotaSpecs.")
public record QuotaSpecBinding(
        @Description("At least one, or none for nothing.") List<Service> services,
        @Description("What they read.") List<SpecReference> quotaSpecs) {
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
            @Description("Its short name.") @DefaultValue("")
            String name,

            @Description("Empty: the binding's.") @DefaultValue("")
            String namespace,

            @Description("Empty: the cluster's.") @DefaultValue("")
            String domain,

            @Description("Its whole name, or *.") @DefaultValue("")
            String service,

            @Description("Which of its versions.") Map<String, String> labels) {
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
            @Description("Its name.") String name,

            @Description("Empty: the binding's.") @DefaultValue("")
            String namespace) {}
}

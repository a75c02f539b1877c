package dev.mixer.envoy;

import static java.util.Objects.requireNonNull;

import dev.mixer.engine.config.settings.HostSettings;
import java.util.List;

/**
 * What the operator decides about this front.
 *
 * @param contextExtensions attributes beyond {@code destination}, {@code context} and {@code api} that context extensions may
 *     set: names, or beginnings that end in {@code .*}
 * @param trustedHops which entry of x-forwarded-for, from the right, is {@code origin.ip}; 0: none
 * @param jwtMetadataKey the filter whose metadata holds verified claims
 * @param decisionIdHeader whether answers carry x-mixer-decision-id
 * @param maxMessageBytes the largest request that is decided upon; a larger one is denied
 */
public record ExtAuthzSettings(
        List<String> contextExtensions,
        int trustedHops,
        String jwtMetadataKey,
        boolean decisionIdHeader,
        int maxMessageBytes) {
    public ExtAuthzSettings {
        contextExtensions = List.copyOf(contextExtensions);
        requireNonNull(jwtMetadataKey, "jwtMetadataKey");
        if (trustedHops < 0) {
            throw new IllegalArgumentException("trustedHops must not be negative");
        }
    }

    /** What the host's settings say. */
    public static ExtAuthzSettings from(HostSettings settings) {
        return new ExtAuthzSettings(
                settings.contextExtensions().allow(),
                settings.trustedHops(),
                settings.jwt().metadataKey(),
                settings.decisionIdHeader(),
                Math.toIntExact(settings.limits().maxRequest().bytes()));
    }

    /** Whether an extension may set an attribute that describes the caller or its request. */
    boolean allows(String attribute) {
        for (var allowed : contextExtensions) {
            if (allowed.endsWith(".*")
                    ? attribute.startsWith(allowed.substring(0, allowed.length() - 1))
                    : attribute.equals(allowed)) {
                return true;
            }
        }
        return false;
    }
}

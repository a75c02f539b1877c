package dev.mixer.engine.config.spec;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spec of an {@code AuthorizationScope}.
 *
 * @param trustedPeers addresses and ranges of the proxies whose word counts
 * @param dialect how they tell what they ask about
 * @param destination what their requests are for
 */
@Description("Whom the HTTP authorization port answers, and what is known of their requests.")
public record AuthorizationScopeSpec(
        @Description("Addresses and ranges of the proxies whose word counts.")
        List<SourceText> trustedPeers,

        @Description("How they tell what they ask about.") Dialect dialect,

        @Description("What their requests are for.") @DefaultValue("{}")
        Destination destination) {
    public AuthorizationScopeSpec {
        trustedPeers = List.copyOf(trustedPeers);
        if (trustedPeers.isEmpty()) {
            throw new IllegalArgumentException(
                    "trustedPeers must name the addresses of the proxies; nobody else is answered");
        }
    }

    /** How a proxy tells what it asks about. */
    public enum Dialect {
        NGINX,
        TRAEFIK,
        CADDY,
        HAPROXY,
        ENVOY
    }

    /**
     * What requests are for: the three facts that most scopes state, and all others by name.
     *
     * @param namespace destination.namespace
     * @param serviceHost destination.service.host
     * @param labels destination.labels
     * @param attributes values by attribute, each of the attribute's type
     */
    public record Destination(
            @Description("The namespace that is called.") @Nullable
            SourceText namespace,

            @Description("The service that is called.") @Nullable
            SourceText serviceHost,

            @Description("The labels of the workload that is called.")
            Map<String, SourceText> labels,

            @Description("Values by attribute, each of the attribute's type.")
            Map<String, YamlNode> attributes) {
        public Destination {
            labels = Map.copyOf(labels);
            attributes = Map.copyOf(attributes);
        }
    }
}

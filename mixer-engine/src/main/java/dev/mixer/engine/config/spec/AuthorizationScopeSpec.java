package dev.mixer.engine.config.spec;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.spi.DefaultValue;
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
public record AuthorizationScopeSpec(
        List<SourceText> trustedPeers,
        Dialect dialect,
        @DefaultValue("{}") Destination destination) {
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
            @Nullable SourceText namespace,
            @Nullable SourceText serviceHost,
            Map<String, SourceText> labels,
            Map<String, YamlNode> attributes) {
        public Destination {
            labels = Map.copyOf(labels);
            attributes = Map.copyOf(attributes);
        }
    }
}

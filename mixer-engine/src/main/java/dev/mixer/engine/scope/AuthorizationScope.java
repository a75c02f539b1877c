package dev.mixer.engine.scope;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.config.spec.AuthorizationScopeSpec.Dialect;
import dev.mixer.engine.policy.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proxies that may ask about requests, and what the configuration states of these.
 *
 * @param name unique in a configuration
 * @param trustedPeers whose word counts
 * @param dialect how they tell what they ask about
 * @param stated values by the ids of attributes, in the terms of the configuration's vocabulary
 */
public record AuthorizationScope(
        String name, List<AddressRange> trustedPeers, Dialect dialect, Map<Integer, Object> stated) {
    public AuthorizationScope {
        trustedPeers = List.copyOf(trustedPeers);
        stated = Map.copyOf(stated);
    }

    /** Whether the process at this address is one of the proxies. */
    public boolean trusts(InetAddress peer) {
        for (var range : trustedPeers) {
            if (range.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /** What the configuration states of an attribute; null: nothing. */
    public @Nullable Object stated(Attribute attribute) {
        return stated.isEmpty() ? null : stated.get(attribute.id());
    }
}

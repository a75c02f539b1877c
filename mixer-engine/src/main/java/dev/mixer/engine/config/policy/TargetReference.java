package dev.mixer.engine.config.policy;

import dev.mixer.spi.DefaultValue;

/**
 * What a policy is attached to, in its own namespace.
 *
 * @param group of the kind
 * @param kind Gateway or Service
 * @param name of the target
 * @param namespace accepted where it is the policy's own
 */
public record TargetReference(
        @DefaultValue("") String group,
        String kind,
        String name,
        @DefaultValue("") String namespace) {
    public TargetReference {
        if (!kind.equals("Gateway") && !kind.equals("Service")) {
            throw new IllegalArgumentException(
                    "kind: '" + kind + "' cannot be told from a call; write Gateway, Service or a selector");
        }
    }
}

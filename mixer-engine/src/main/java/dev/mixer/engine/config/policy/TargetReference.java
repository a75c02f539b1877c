package dev.mixer.engine.config.policy;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;

/**
 * What a policy is attached to, in its own namespace.
 *
 * @param group of the kind
 * @param kind Gateway or Service
 * @param name of the target
 * @param namespace accepted where it is the policy's own
 */
@Description("What a policy is attached to, in its own namespace.")
public record TargetReference(
        @Description("The API group of the kind.") @DefaultValue("")
        String group,

        @Description("Gateway or Service.") String kind,
        @Description("The name of the target.") String name,

        @Description("Accepted where it is the policy's own.") @DefaultValue("")
        String namespace) {
    public TargetReference {
        if (!kind.equals("Gateway") && !kind.equals("Service")) {
            throw new IllegalArgumentException(
                    "kind: '" + kind + "' cannot be told from a call; write Gateway, Service or a selector");
        }
    }
}

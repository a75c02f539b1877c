package dev.mixer.engine.policy;

import dev.mixer.engine.config.policy.PeerAuthenticationSpec;
import dev.mixer.engine.config.policy.PeerAuthenticationSpec.Mode;
import java.util.Map;

/**
 * A PeerAuthentication ready for calls.
 *
 * @param name {@code name.namespace}
 * @param namespace whose workloads it is for; of the root namespace: all
 * @param target as a policy without rules; matching nothing but the workload
 * @param mode for every port
 * @param ports modes of single ports
 */
record PeerRequirement(String name, String namespace, Policy target, Mode mode, Map<Long, Mode> ports) {
    PeerRequirement {
        ports = Map.copyOf(ports);
    }

    /** The mode that applies; UNSET where the policy above decides. */
    Mode mode(Object port) {
        return port instanceof Long number ? ports.getOrDefault(number, mode) : mode;
    }

    static Mode modeOf(PeerAuthenticationSpec.MutualTls tls) {
        return tls.mode();
    }
}

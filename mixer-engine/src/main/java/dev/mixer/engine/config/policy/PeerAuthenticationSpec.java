package dev.mixer.engine.config.policy;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether callers must come over mutual TLS (Istio, security.istio.io).
 *
 * @param selector which workloads; null: those of the namespace
 * @param mtls for every port; null: as the policy above
 * @param portLevelMtls for single ports of a workload, by number
 */
@Description("Whether callers must come over mutual TLS (Istio, security.istio.io).")
public record PeerAuthenticationSpec(
        @Description("Which workloads; absent: those of the namespace.") @Nullable
        WorkloadSelector selector,

        @Description("For every port; absent: as the policy above.") @Nullable
        MutualTls mtls,

        @Description("For single ports of a workload, by number.")
        Map<String, MutualTls> portLevelMtls)
        implements PolicySpec {
    public PeerAuthenticationSpec {
        portLevelMtls = Map.copyOf(portLevelMtls);
        if (!portLevelMtls.isEmpty()
                && (selector == null || selector.matchLabels().isEmpty())) {
            throw new IllegalArgumentException("portLevelMtls needs a selector: ports are those of a workload");
        }
        for (var port : portLevelMtls.keySet()) {
            if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65_535) {
                throw new IllegalArgumentException("portLevelMtls: '" + port + "' is not a port");
            }
        }
    }

    /** @param mode what is demanded */
    public record MutualTls(
            @Description("What is demanded.") @DefaultValue("UNSET")
            Mode mode) {}

    /** What is demanded of callers. */
    public enum Mode {
        /** As the policy above: of the namespace, of the mesh. */
        UNSET,
        DISABLE,
        PERMISSIVE,
        STRICT
    }
}

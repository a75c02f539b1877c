package dev.mixer.engine.config.policy;

import dev.mixer.spi.Alias;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where roles are enforced (Istio 1.0 to 1.4, {@code RbacConfig} and {@code ClusterRbacConfig}).
 *
 * @param mode whether, and of what
 * @param inclusion what ON_WITH_INCLUSION includes
 * @param exclusion what ON_WITH_EXCLUSION leaves out
 * @param enforcementMode whether the outcome counts or is only told
 */
@Description("Where roles are enforced (Istio 1.0 to 1.4, RbacConfig and ClusterRbacConfig).")
public record RbacConfigSpec(
        @Description("Whether roles are enforced, and where.") @DefaultValue("OFF")
        Mode mode,

        @Description("What ON_WITH_INCLUSION includes.") @Nullable
        Target inclusion,

        @Description("What ON_WITH_EXCLUSION leaves out.") @Nullable
        Target exclusion,

        @Description("Whether the outcome counts or is only told.") @Alias("enforcement_mode") @DefaultValue("ENFORCED")
        EnforcementMode enforcementMode)
        implements PolicySpec {
    public RbacConfigSpec {
        if (mode == Mode.ON_WITH_INCLUSION && inclusion == null) {
            throw new IllegalArgumentException("inclusion is required by ON_WITH_INCLUSION");
        }
        if (mode == Mode.ON_WITH_EXCLUSION && exclusion == null) {
            throw new IllegalArgumentException("exclusion is required by ON_WITH_EXCLUSION");
        }
    }

    /** Where roles are enforced. */
    public enum Mode {
        OFF,
        ON,
        ON_WITH_INCLUSION,
        ON_WITH_EXCLUSION
    }

    /** Whether an outcome counts. */
    public enum EnforcementMode {
        ENFORCED,
        PERMISSIVE
    }

    /**
     * Services and namespaces.
     *
     * @param services hosts, {@code *} for all
     * @param namespaces names
     */
    public record Target(
            @Description("Hosts, * for all.") List<String> services,
            @Description("Names of namespaces.") List<String> namespaces) {
        public Target {
            services = List.copyOf(services);
            namespaces = List.copyOf(namespaces);
        }
    }
}

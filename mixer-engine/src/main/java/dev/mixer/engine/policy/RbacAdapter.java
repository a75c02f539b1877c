package dev.mixer.engine.policy;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.template.Authorization;
import java.time.Duration;
import java.util.Set;

/**
 * The built-in adapter {@code rbac}: holds authorization instances against the ServiceRoles of the configuration. The engine
 * answers for it, from the roles of the very snapshot that decides the call; a handler opened elsewhere knows none.
 */
public final class RbacAdapter implements Adapter<RbacAdapter.Parameters> {
    /**
     * As the original's.
     *
     * @param configStoreUrl accepted and not used: roles stand beside the rules
     * @param cacheDuration how long callers may reuse an answer
     */
    public record Parameters(
            @Description("Accepted and not used: roles stand beside the rules.") @DefaultValue("")
            String configStoreUrl,

            @Description("How long callers may reuse an answer.") @DefaultValue("60s")
            Duration cacheDuration) {
        public Parameters {
            if (cacheDuration.isNegative()) {
                throw new IllegalArgumentException("cacheDuration must not be negative");
            }
        }
    }

    /** For the catalogue. */
    public RbacAdapter() {}

    @Override
    public String name() {
        return "rbac";
    }

    @Override
    public String description() {
        return "Allows what ServiceRoles and ServiceRoleBindings of the configuration allow";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(Authorization.class);
    }

    @Override
    public Handler open(Parameters parameters, Host host) {
        return Handler.builder()
                .neverBlocks()
                .check(Authorization.class, _ -> CheckResult.denied("RBAC: access denied"))
                .build();
    }
}

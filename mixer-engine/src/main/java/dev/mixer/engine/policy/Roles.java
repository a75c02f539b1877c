package dev.mixer.engine.policy;

import dev.mixer.spi.CheckResult;
import dev.mixer.spi.template.Authorization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ServiceRoles with their bindings: enforced where RbacConfig says so, and wherever a rule asks the adapter {@code rbac}. */
public final class Roles {
    private final RoleSet roles;
    private final @Nullable RoleEnforcement enforcement;
    private final Map<String, Clause.Source> sources;

    Roles(RoleSet roles, @Nullable RoleEnforcement enforcement, Map<String, Clause.Source> sources) {
        this.roles = roles;
        this.enforcement = enforcement;
        this.sources = Map.copyOf(sources);
    }

    /** Whether calls need not be held against roles. */
    boolean isIdle() {
        return enforcement == null || enforcement.mode() == dev.mixer.engine.config.policy.RbacConfigSpec.Mode.OFF;
    }

    /** What roles say to a call whose rules do not ask. */
    PolicyVerdict verdict(PolicyCall call, String namespace) {
        var facts = new CallRoleFacts(call, sources);
        if (enforcement == null || !enforcement.covers(namespace, facts.service())) {
            return PolicyVerdict.NO_POLICY;
        }
        var answer = roles.ask(namespace, facts);
        var binding = answer.binding();
        if (binding != null) {
            return new PolicyVerdict(true, binding, "ServiceRoleBinding " + binding + " allows it", List.of(), "", "");
        }
        var reason = "no ServiceRole of namespace " + namespace + " allows it";
        if (enforcement.tried()) {
            return new PolicyVerdict(true, "", "", List.of(), "would be denied: " + reason, "");
        }
        var tried = answer.tried();
        return new PolicyVerdict(
                false,
                "",
                reason,
                List.of(),
                tried == null ? "" : "would be allowed by " + tried,
                tried == null ? "" : tried);
    }

    /** What roles say to an instance that a rule made. */
    public CheckResult check(Authorization instance, Duration lifetime) {
        var answer = roles.ask(instance.action().namespace(), new InstanceRoleFacts(instance));
        var result = answer.binding() == null ? CheckResult.denied("RBAC: access denied") : CheckResult.ok();
        return result.validFor(lifetime, CheckResult.DEFAULT_USES);
    }
}

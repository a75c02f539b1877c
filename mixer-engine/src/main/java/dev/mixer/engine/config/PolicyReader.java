package dev.mixer.engine.config;

import dev.mixer.engine.config.bind.RecordBinder;
import dev.mixer.engine.config.policy.AuthorizationPolicySpec;
import dev.mixer.engine.config.policy.PeerAuthenticationSpec;
import dev.mixer.engine.config.policy.PolicySpec;
import dev.mixer.engine.config.policy.RbacConfigSpec;
import dev.mixer.engine.config.policy.RequestAuthenticationSpec;
import dev.mixer.engine.config.policy.ServiceRoleBindingSpec;
import dev.mixer.engine.config.policy.ServiceRoleSpec;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.config.yaml.YamlNode.Scalar;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads policies; what their values mean is left to who compiles them. */
final class PolicyReader {
    private static final String DRY_RUN = "istio.io/dry-run";

    static final Map<String, Class<? extends PolicySpec>> SPECS = Map.of(
            "AuthorizationPolicy", AuthorizationPolicySpec.class,
            "PeerAuthentication", PeerAuthenticationSpec.class,
            "RequestAuthentication", RequestAuthenticationSpec.class,
            "RbacConfig", RbacConfigSpec.class,
            "ClusterRbacConfig", RbacConfigSpec.class,
            "ServiceRole", ServiceRoleSpec.class,
            "ServiceRoleBinding", ServiceRoleBindingSpec.class);

    /** The kinds that are policies. */
    static final Set<String> KINDS = SPECS.keySet();

    private final RecordBinder binder;

    PolicyReader(RecordBinder binder) {
        this.binder = binder;
    }

    Optional<PolicyResource> read(ResourceId id, Mapping document, YamlNode spec, ProblemScope scope) {
        var type = SPECS.get(id.kind());
        if (type == null) {
            throw new IllegalArgumentException(id.kind() + " is no policy");
        }
        boolean dryRun = isDryRun(document, new ProblemScope(scope.problems(), scope.resource(), "metadata"));
        return bind(type, spec, scope).map(bound -> new PolicyResource(id, document.place(), bound, spec, dryRun));
    }

    private Optional<PolicySpec> bind(Class<? extends PolicySpec> type, YamlNode spec, ProblemScope scope) {
        return binder.bind(type.asSubclass(Record.class), spec, scope).map(PolicySpec.class::cast);
    }

    private static boolean isDryRun(Mapping document, ProblemScope scope) {
        var annotations = document.get("metadata")
                .filter(Mapping.class::isInstance)
                .flatMap(metadata -> ((Mapping) metadata).get("annotations"))
                .filter(Mapping.class::isInstance)
                .flatMap(all -> ((Mapping) all).get(DRY_RUN));
        if (annotations.isEmpty()) {
            return false;
        }
        var text = annotations.get() instanceof Scalar scalar ? scalar.text() : "";
        if (!text.equals("true") && !text.equals("false")) {
            scope.field("annotations").key(DRY_RUN).error(annotations.get().place(), "must be \"true\" or \"false\"");
        }
        return text.equals("true");
    }
}

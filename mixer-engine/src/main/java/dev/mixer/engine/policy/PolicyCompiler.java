package dev.mixer.engine.policy;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.config.KnownWorkloads;
import dev.mixer.engine.config.PolicyResource;
import dev.mixer.engine.config.policy.AuthorizationPolicySpec;
import dev.mixer.engine.config.policy.AuthorizationPolicySpec.Action;
import dev.mixer.engine.config.policy.PeerAuthenticationSpec;
import dev.mixer.engine.config.policy.RbacConfigSpec;
import dev.mixer.engine.config.policy.RequestAuthenticationSpec;
import dev.mixer.engine.config.policy.ServiceRoleBindingSpec;
import dev.mixer.engine.config.policy.ServiceRoleSpec;
import dev.mixer.engine.config.policy.TargetReference;
import dev.mixer.engine.config.policy.WorkloadSelector;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.SourceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks and compiles the policies of a configuration, collecting every problem. */
public final class PolicyCompiler {
    /** Finds the handler that a CUSTOM policy names. */
    @FunctionalInterface
    public interface Providers {
        /** {@code name.namespace} of the handler; empty where there is none, which is then reported. */
        Optional<String> find(SourceText reference, String namespace, ProblemScope scope);
    }

    private final PolicyVocabulary vocabulary;
    private final String rootNamespace;
    private final FieldCompiler fields;
    private final Providers providers;
    private final Problems problems;

    /**
     * A compiler for one configuration.
     *
     * @param slots grows by what policies read
     * @param trustDomains that mean the same mesh as {@code cluster.local}
     * @param originKnown whether some front tells the address of the first client
     */
    public PolicyCompiler(
            Slots slots,
            String rootNamespace,
            List<String> trustDomains,
            boolean originKnown,
            Providers providers,
            Problems problems) {
        this.vocabulary = new PolicyVocabulary(slots);
        this.rootNamespace = rootNamespace;
        this.fields = new FieldCompiler(vocabulary, trustDomains, originKnown);
        this.providers = providers;
        this.problems = problems;
    }

    /**
     * The policies, of which those with problems are left out. Where none has, doubtful ones are warned of.
     *
     * @param workloads what is known of who is called
     */
    public PolicySet compile(List<PolicyResource> resources, KnownWorkloads workloads) {
        int before = problems.errorCount();
        var policies = new ArrayList<PolicyReview.Reviewed>();
        var peers = new ArrayList<PeerRequirement>();
        for (var resource : resources) {
            var scope = problems.scope(resource.id().toString()).field("spec");
            switch (resource.spec()) {
                case AuthorizationPolicySpec spec ->
                    policies.add(new PolicyReview.Reviewed(resource, policy(resource, spec, scope)));
                case PeerAuthenticationSpec spec -> peers.add(peer(resource, spec));
                case RequestAuthenticationSpec _, RbacConfigSpec _, ServiceRoleSpec _, ServiceRoleBindingSpec _ -> {
                    // Roles are compiled together, below; authentication with the rules, as it is one.
                }
            }
        }
        var roles = new RoleCompiler(fields, problems).compile(resources);
        if (problems.errorCount() == before) {
            var _ = new PolicyReview(rootNamespace, problems).review(policies);
            new TargetReview(workloads, rootNamespace, problems).review(resources);
        }
        return new PolicySet(
                policies.stream().map(PolicyReview.Reviewed::policy).toList(), peers, roles, rootNamespace, vocabulary);
    }

    private Policy policy(PolicyResource resource, AuthorizationPolicySpec spec, ProblemScope scope) {
        var rules = new ArrayList<PolicyRule>();
        for (int i = 0; i < spec.rules().size(); i++) {
            rules.add(rule(spec.rules().get(i), resource, scope.field("rules").index(i)));
        }
        if (spec.rules().isEmpty() && spec.action() != Action.ALLOW) {
            scope.field("rules").warning(resource.place(), "is empty: a policy that is not ALLOW then does nothing");
        }
        if (resource.dryRun() && spec.action() == Action.CUSTOM) {
            scope.field("action")
                    .warning(resource.place(), "is CUSTOM: its handler is not asked on trial, so dry-run says nothing");
        }
        var provider = spec.provider();
        return new Policy(
                resource.id().shortName(),
                resource.id().namespace(),
                resource.place().toString(),
                spec.action(),
                resource.dryRun(),
                target(spec.selector(), spec.targetRef(), spec.targetRefs()),
                provider == null
                        ? null
                        : providers
                                .find(
                                        provider.name(),
                                        resource.id().namespace(),
                                        scope.field("provider").field("name"))
                                .orElse(null),
                rules);
    }

    private List<Clause> target(
            @Nullable WorkloadSelector selector,
            @Nullable TargetReference reference,
            List<TargetReference> references) {
        var clauses = new ArrayList<Clause>();
        if (selector != null) {
            // In one order, so that equal selectors make equal targets.
            new TreeMap<>(selector.matchLabels())
                    .forEach((label, value) -> clauses.add(targetClause(
                            "selector.matchLabels[" + label + "]",
                            "destination.labels[" + label + "]",
                            vocabulary.entry("destination.labels", label),
                            List.of(value))));
        }
        var all = new ArrayList<>(references);
        if (reference != null) {
            all.add(reference);
        }
        var services = names(all, "Service");
        if (!services.isEmpty()) {
            clauses.add(targetClause(
                    "targetRefs", "destination.service.name", vocabulary.value("destination.service.name"), services));
        }
        var gateways = names(all, "Gateway");
        if (!gateways.isEmpty()) {
            var label = "gateway.networking.k8s.io/gateway-name";
            clauses.add(targetClause(
                    "targetRefs",
                    "destination.labels[" + label + "]",
                    vocabulary.entry("destination.labels", label),
                    gateways));
        }
        return clauses;
    }

    private static List<String> names(List<TargetReference> references, String kind) {
        return references.stream()
                .filter(reference -> reference.kind().equals(kind))
                .map(TargetReference::name)
                .toList();
    }

    private static Clause targetClause(String field, String subject, Clause.Source source, List<String> values) {
        return new Clause(
                field,
                subject,
                source,
                values.stream().<ValueMatcher>map(ValueMatcher.Equal::new).toList(),
                false,
                false);
    }

    private PolicyRule rule(AuthorizationPolicySpec.Rule rule, PolicyResource resource, ProblemScope scope) {
        var from = new ArrayList<List<Clause>>();
        for (int i = 0; i < rule.from().size(); i++) {
            from.add(fields.source(
                    rule.from().get(i).source(),
                    resource.id().namespace(),
                    new FieldScope(scope.field("from").index(i).field("source"), "from[" + i + "].source")));
        }
        var to = new ArrayList<List<Clause>>();
        for (int i = 0; i < rule.to().size(); i++) {
            to.add(fields.operation(
                    rule.to().get(i).operation(),
                    new FieldScope(scope.field("to").index(i).field("operation"), "to[" + i + "].operation")));
        }
        var when = new ArrayList<Clause>();
        for (int i = 0; i < rule.when().size(); i++) {
            when.addAll(fields.condition(
                    rule.when().get(i),
                    resource.id().namespace(),
                    new FieldScope(scope.field("when").index(i), "when[" + i + "]")));
        }
        return new PolicyRule(from, to, when);
    }

    private PeerRequirement peer(PolicyResource resource, PeerAuthenticationSpec spec) {
        var target = new Policy(
                resource.id().shortName(),
                resource.id().namespace(),
                resource.place().toString(),
                Action.DENY,
                false,
                target(spec.selector(), null, List.of()),
                null,
                List.of());
        var ports = new HashMap<Long, PeerAuthenticationSpec.Mode>();
        spec.portLevelMtls().forEach((port, tls) -> ports.put(Long.valueOf(port), tls.mode()));
        return new PeerRequirement(
                resource.id().shortName(),
                resource.id().namespace(),
                target,
                spec.mtls() == null
                        ? PeerAuthenticationSpec.Mode.UNSET
                        : spec.mtls().mode(),
                ports);
    }
}

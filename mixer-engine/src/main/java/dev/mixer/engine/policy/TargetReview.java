package dev.mixer.engine.policy;

import dev.mixer.engine.config.KnownWorkloads;
import dev.mixer.engine.config.PolicyResource;
import dev.mixer.engine.config.policy.AuthorizationPolicySpec;
import dev.mixer.engine.config.policy.PeerAuthenticationSpec;
import dev.mixer.engine.config.policy.RbacConfigSpec;
import dev.mixer.engine.config.policy.RequestAuthenticationSpec;
import dev.mixer.engine.config.policy.ServiceRoleBindingSpec;
import dev.mixer.engine.config.policy.ServiceRoleSpec;
import dev.mixer.engine.config.policy.TargetReference;
import dev.mixer.engine.config.policy.WorkloadSelector;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Warns of policies for workloads that the files would hold if they were there. Files that hold none of a namespace tell nothing of
 * it, and neither do labels that a cluster adds by itself.
 */
final class TargetReview {
    private static final Set<String> NAMESPACES_OF_CLUSTERS =
            Set.of("default", "kube-system", "kube-public", "kube-node-lease");
    private static final Set<String> LABELS_OF_CLUSTERS =
            Set.of("pod-template-hash", "controller-revision-hash", "controller-uid", "job-name");

    private final KnownWorkloads workloads;
    private final String rootNamespace;
    private final Problems problems;
    /** The workloads of a namespace by each of their labels; those of all under the root namespace. */
    private final Map<String, Map<Map.Entry<String, String>, List<Map<String, String>>>> byLabel = new HashMap<>();

    TargetReview(KnownWorkloads workloads, String rootNamespace, Problems problems) {
        this.workloads = workloads;
        this.rootNamespace = rootNamespace;
        this.problems = problems;
    }

    void review(List<PolicyResource> policies) {
        if (policies.isEmpty()) {
            return;
        }
        workloads.labels().forEach((namespace, list) -> {
            for (var labels : list) {
                index(namespace, labels);
                if (!namespace.equals(rootNamespace)) {
                    index(rootNamespace, labels);
                }
            }
        });
        for (var policy : policies) {
            switch (policy.spec()) {
                case AuthorizationPolicySpec spec ->
                    review(policy, spec.selector(), spec.targetRef(), spec.targetRefs());
                case RequestAuthenticationSpec spec ->
                    review(policy, spec.selector(), spec.targetRef(), spec.targetRefs());
                case PeerAuthenticationSpec spec -> review(policy, spec.selector(), null, List.of());
                case ServiceRoleSpec _, ServiceRoleBindingSpec _ -> namespace(policy);
                case RbacConfigSpec _ -> {
                    // For the mesh, whatever its namespace.
                }
            }
        }
    }

    private void review(
            PolicyResource policy,
            @Nullable WorkloadSelector selector,
            @Nullable TargetReference reference,
            List<TargetReference> references) {
        if (!namespace(policy)) {
            return;
        }
        if (selector != null) {
            selector(policy, selector);
        }
        if (reference != null) {
            reference(policy, reference, "targetRef");
        }
        for (int i = 0; i < references.size(); i++) {
            reference(policy, references.get(i), "targetRefs[" + i + "]");
        }
    }

    /** Whether the policy's namespace may be there. Only files that declare namespaces tell which there are. */
    private boolean namespace(PolicyResource policy) {
        var namespace = policy.id().namespace();
        if (workloads.namespaces().isEmpty()
                || workloads.knows(namespace)
                || namespace.equals(rootNamespace)
                || NAMESPACES_OF_CLUSTERS.contains(namespace)) {
            return true;
        }
        problems.scope(policy.id().toString())
                .field("metadata.namespace")
                .warning(
                        policy.place(),
                        "these files declare namespaces, but not '" + namespace
                                + "', so the policy may be for no workload"
                                + DidYouMean.nearest(namespace, workloads.namespaces())
                                        .map(DidYouMean::question)
                                        .orElse(""));
        return false;
    }

    private void index(String namespace, Map<String, String> labels) {
        var index = byLabel.computeIfAbsent(namespace, _ -> new HashMap<>());
        labels.entrySet()
                .forEach(label ->
                        index.computeIfAbsent(label, _ -> new ArrayList<>()).add(labels));
    }

    private void selector(PolicyResource policy, WorkloadSelector selector) {
        var namespace = policy.id().namespace();
        var wanted = selector.matchLabels();
        if (wanted.isEmpty()
                || !workloads.labels().containsKey(namespace)
                || wanted.keySet().stream().anyMatch(TargetReview::isOfClusters)
                || isMatched(wanted, byLabel.getOrDefault(namespace, Map.of()))) {
            return;
        }
        scope(policy)
                .field("selector.matchLabels")
                .warning(
                        policy.placeOf("selector.matchLabels"),
                        "no workload in these files"
                                + (namespace.equals(rootNamespace) ? "" : ", of namespace " + namespace + ",") + " has "
                                + labels(wanted) + ", so the policy may be for none");
    }

    /** Searches those with the rarest of the labels, which are few however many workloads there are. */
    private static boolean isMatched(
            Map<String, String> wanted, Map<Map.Entry<String, String>, List<Map<String, String>>> index) {
        return wanted.entrySet().stream()
                .map(label -> index.getOrDefault(label, List.of()))
                .min(Comparator.comparingInt(List::size))
                .stream()
                .flatMap(List::stream)
                .anyMatch(labels -> labels.entrySet().containsAll(wanted.entrySet()));
    }

    /** Kubernetes and Istio put such labels on pods, whatever their templates say. */
    private static boolean isOfClusters(String label) {
        return (label.contains("/") && !label.startsWith("app.kubernetes.io/")) || LABELS_OF_CLUSTERS.contains(label);
    }

    private static String labels(Map<String, String> labels) {
        return String.join(
                ", ",
                new TreeMap<>(labels)
                        .entrySet().stream()
                                .map(label -> label.getKey() + ": " + label.getValue())
                                .toList());
    }

    private void reference(PolicyResource policy, TargetReference reference, String field) {
        var namespace = policy.id().namespace();
        var known = (reference.kind().equals("Service") ? workloads.services() : workloads.gateways()).get(namespace);
        if (known == null || known.contains(reference.name())) {
            return;
        }
        scope(policy)
                .field(field + ".name")
                .warning(
                        policy.placeOf(field + ".name"),
                        "no " + reference.kind() + " of namespace " + namespace + " in these files is named '"
                                + reference.name() + "', so the policy may be for none"
                                + DidYouMean.nearest(reference.name(), known)
                                        .map(DidYouMean::question)
                                        .orElse(""));
    }

    private ProblemScope scope(PolicyResource policy) {
        return problems.scope(policy.id().toString()).field("spec");
    }
}

package dev.mixer.engine.config.policy;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.spi.DefaultValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may call a workload (Istio, security.istio.io).
 *
 * @param selector which workloads; null: those of the namespace
 * @param targetRef as targetRefs, a single one
 * @param targetRefs what else the policy is attached to
 * @param action what a match means
 * @param provider the handler of a CUSTOM policy
 * @param rules of which one must match; none: the policy matches nothing
 */
public record AuthorizationPolicySpec(
        @Nullable WorkloadSelector selector,
        @Nullable TargetReference targetRef,
        List<TargetReference> targetRefs,
        @DefaultValue("ALLOW") Action action,
        @Nullable Provider provider,
        List<Rule> rules)
        implements PolicySpec {
    public AuthorizationPolicySpec {
        targetRefs = List.copyOf(targetRefs);
        rules = List.copyOf(rules);
        if (selector != null && (targetRef != null || !targetRefs.isEmpty())) {
            throw new IllegalArgumentException("only one of selector and targetRefs");
        }
        if ((action == Action.CUSTOM) != (provider != null)) {
            throw new IllegalArgumentException(
                    provider == null ? "provider is required by CUSTOM" : "provider is only for CUSTOM");
        }
    }

    /** What a match means. */
    public enum Action {
        ALLOW,
        DENY,
        AUDIT,
        CUSTOM
    }

    /**
     * Who decides a CUSTOM policy.
     *
     * @param name a reference to a handler
     */
    public record Provider(SourceText name) {}

    /**
     * One rule: a source, an operation and all conditions must match.
     *
     * @param from of which one must match; none: any source
     * @param to of which one must match; none: any operation
     * @param when which must all match
     */
    public record Rule(List<From> from, List<To> to, List<Condition> when) {
        public Rule {
            from = List.copyOf(from);
            to = List.copyOf(to);
            when = List.copyOf(when);
        }
    }

    /** @param source who calls */
    public record From(Source source) {}

    /** @param operation what is called */
    public record To(Operation operation) {}

    /**
     * Who calls; each given field must match.
     *
     * @param principals peer identities, {@code DOMAIN/ns/NAMESPACE/sa/ACCOUNT}
     * @param requestPrincipals identities of tokens, {@code ISSUER/SUBJECT}
     * @param namespaces of the peer
     * @param serviceAccounts of the peer, {@code ACCOUNT} or {@code NAMESPACE/ACCOUNT}
     * @param ipBlocks addresses and ranges of the peer's socket
     * @param remoteIpBlocks the same of the original client
     */
    public record Source(
            List<SourceText> principals,
            List<SourceText> notPrincipals,
            List<SourceText> requestPrincipals,
            List<SourceText> notRequestPrincipals,
            List<SourceText> namespaces,
            List<SourceText> notNamespaces,
            List<SourceText> serviceAccounts,
            List<SourceText> notServiceAccounts,
            List<SourceText> ipBlocks,
            List<SourceText> notIpBlocks,
            List<SourceText> remoteIpBlocks,
            List<SourceText> notRemoteIpBlocks) {
        public Source {
            requireSome(
                    "source",
                    List.of(
                            principals,
                            notPrincipals,
                            requestPrincipals,
                            notRequestPrincipals,
                            namespaces,
                            notNamespaces,
                            serviceAccounts,
                            notServiceAccounts,
                            ipBlocks,
                            notIpBlocks,
                            remoteIpBlocks,
                            notRemoteIpBlocks));
        }
    }

    /**
     * What is called; each given field must match.
     *
     * @param hosts of the request
     * @param ports of the workload
     * @param methods of the request
     * @param paths of the request, canonical
     */
    public record Operation(
            List<SourceText> hosts,
            List<SourceText> notHosts,
            List<SourceText> ports,
            List<SourceText> notPorts,
            List<SourceText> methods,
            List<SourceText> notMethods,
            List<SourceText> paths,
            List<SourceText> notPaths) {
        public Operation {
            requireSome("operation", List.of(hosts, notHosts, ports, notPorts, methods, notMethods, paths, notPaths));
        }
    }

    /**
     * A further condition.
     *
     * @param key what is compared, as in {@code request.headers[x-role]}
     * @param values of which one must match
     * @param notValues of which none may match
     */
    public record Condition(SourceText key, List<SourceText> values, List<SourceText> notValues) {
        public Condition {
            values = List.copyOf(values);
            notValues = List.copyOf(notValues);
            if (values.isEmpty() && notValues.isEmpty()) {
                throw new IllegalArgumentException("values or notValues are required");
            }
        }
    }

    /** A block that says nothing is a slip more often than a wish. */
    private static void requireSome(String what, List<List<SourceText>> fields) {
        if (fields.stream().allMatch(List::isEmpty)) {
            throw new IllegalArgumentException(what + " needs at least one field; leave the block out to match any");
        }
    }
}

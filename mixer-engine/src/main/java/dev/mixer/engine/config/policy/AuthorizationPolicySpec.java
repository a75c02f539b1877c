package dev.mixer.engine.config.policy;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
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
@Description("Who may call a workload (Istio, security.istio.io).")
public record AuthorizationPolicySpec(
        @Description("Which workloads; absent: those of the namespace.") @Nullable
        WorkloadSelector selector,

        @Description("As targetRefs, a single one.") @Nullable
        TargetReference targetRef,

        @Description("What else the policy is attached to.") List<TargetReference> targetRefs,

        @Description("What a match means.") @DefaultValue("ALLOW")
        Action action,

        @Description("The handler of a CUSTOM policy.") @Nullable
        Provider provider,

        @Description("One of which must match; none: the policy matches nothing.")
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
    public record Provider(
            @Description("A reference to a handler.") SourceText name) {}

    /**
     * One rule: a source, an operation and all conditions must match.
     *
     * @param from of which one must match; none: any source
     * @param to of which one must match; none: any operation
     * @param when which must all match
     */
    public record Rule(
            @Description("One of which must match; none: any source.")
            List<From> from,

            @Description("One of which must match; none: any operation.")
            List<To> to,

            @Description("All of which must match.") List<Condition> when) {
        public Rule {
            from = List.copyOf(from);
            to = List.copyOf(to);
            when = List.copyOf(when);
        }
    }

    /** @param source who calls */
    public record From(@Description("Who calls.") Source source) {}

    /** @param operation what is called */
    public record To(@Description("What is called.") Operation operation) {}

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
            @Description("Peer identities, DOMAIN/ns/NAMESPACE/sa/ACCOUNT.")
            List<SourceText> principals,

            @Description("As principals; none may match.") List<SourceText> notPrincipals,

            @Description("Identities of tokens, ISSUER/SUBJECT.")
            List<SourceText> requestPrincipals,

            @Description("As requestPrincipals; none may match.")
            List<SourceText> notRequestPrincipals,

            @Description("Namespaces of the peer.") List<SourceText> namespaces,
            @Description("As namespaces; none may match.") List<SourceText> notNamespaces,

            @Description("Service accounts of the peer, ACCOUNT or NAMESPACE/ACCOUNT.")
            List<SourceText> serviceAccounts,

            @Description("As serviceAccounts; none may match.")
            List<SourceText> notServiceAccounts,

            @Description("Addresses and ranges of the peer's socket.")
            List<SourceText> ipBlocks,

            @Description("As ipBlocks; none may match.") List<SourceText> notIpBlocks,

            @Description("Addresses and ranges of the first client.")
            List<SourceText> remoteIpBlocks,

            @Description("As remoteIpBlocks; none may match.")
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
            @Description("Hosts of the request.") List<SourceText> hosts,
            @Description("As hosts; none may match.") List<SourceText> notHosts,
            @Description("Ports of the workload.") List<SourceText> ports,
            @Description("As ports; none may match.") List<SourceText> notPorts,
            @Description("Methods of the request.") List<SourceText> methods,
            @Description("As methods; none may match.") List<SourceText> notMethods,

            @Description("Paths of the request, canonical; {*} is one segment, {**} any number at the end.")
            List<SourceText> paths,

            @Description("As paths; none may match.") List<SourceText> notPaths) {
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
    public record Condition(
            @Description("What is compared, as in request.headers[x-role].")
            SourceText key,

            @Description("One of which must match.") List<SourceText> values,
            @Description("None of which may match.") List<SourceText> notValues) {
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

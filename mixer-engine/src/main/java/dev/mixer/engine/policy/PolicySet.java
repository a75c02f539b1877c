package dev.mixer.engine.policy;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.config.policy.AuthorizationPolicySpec.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** All policies of a configuration. Immutable; many threads may ask, each with a call of its own. */
public final class PolicySet {
    private final List<Policy> policies;
    private final PeerRequirements peers;
    private final Roles roles;
    private final PolicyIndex custom;
    private final PolicyIndex deny;
    private final PolicyIndex allow;
    private final PolicyIndex audit;
    private final PolicyPresence allowLive;
    private final PolicyPresence allowTried;
    private final PolicyVocabulary vocabulary;
    private final String rootNamespace;
    private final boolean namespaced;
    private final boolean selects;
    private final boolean selectsServices;
    private final boolean aboutHttp;

    PolicySet(
            List<Policy> policies,
            List<PeerRequirement> peers,
            Roles roles,
            String rootNamespace,
            PolicyVocabulary vocabulary) {
        this.policies = List.copyOf(policies);
        this.peers = new PeerRequirements(peers, rootNamespace, vocabulary);
        this.roles = roles;
        this.rootNamespace = rootNamespace;
        this.vocabulary = vocabulary;
        this.custom = index(Action.CUSTOM);
        this.deny = index(Action.DENY);
        this.allow = index(Action.ALLOW);
        this.audit = index(Action.AUDIT);
        this.allowLive = new PolicyPresence(
                only(Action.ALLOW).stream().filter(policy -> !policy.dryRun()).toList(), rootNamespace);
        this.allowTried = new PolicyPresence(
                only(Action.ALLOW).stream().filter(Policy::dryRun).toList(), rootNamespace);
        this.namespaced =
                policies.stream().anyMatch(policy -> !policy.namespace().equals(rootNamespace))
                        || peers.stream().anyMatch(peer -> !peer.namespace().equals(rootNamespace));
        this.selects = policies.stream().anyMatch(Policy::selects);
        this.selectsServices = policies.stream()
                .flatMap(policy -> policy.target().stream())
                .anyMatch(clause -> clause.subject().equals("destination.service.name"));
        this.aboutHttp =
                policies.stream().flatMap(policy -> policy.rules().stream()).anyMatch(PolicyRule::isAboutHttp);
    }

    private PolicyIndex index(Action action) {
        return new PolicyIndex(only(action), rootNamespace, vocabulary.tcp(), action == Action.ALLOW);
    }

    private List<Policy> only(Action action) {
        return policies.stream().filter(policy -> policy.action() == action).toList();
    }

    /** Whether there is no policy. */
    public boolean isEmpty() {
        return policies.isEmpty() && peers.isEmpty() && roles.isIdle();
    }

    /** Whether some policies are for one namespace only, so that a call's namespace must be known. */
    public boolean hasNamespaces() {
        return namespaced || !roles.isIdle();
    }

    /** The roles, for rules that ask the adapter {@code rbac}. */
    public Roles roles() {
        return roles;
    }

    /** The names of the policies that can match a call, in configuration order. */
    public List<String> names() {
        return policies.stream()
                .filter(policy -> !policy.rules().isEmpty())
                .map(Policy::name)
                .toList();
    }

    /** How many policies there are. */
    public int size() {
        return policies.size();
    }

    /** The handlers that CUSTOM policies name. */
    public List<String> providers() {
        return policies.stream()
                .map(Policy::provider)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct()
                .toList();
    }

    /** The policies held against one call. */
    public Evaluation evaluate(AttributeReader reader, String namespace) {
        return new Evaluation(new PolicyCall(reader), namespace);
    }

    /** One call. Used by one thread at a time. */
    public final class Evaluation {
        private final PolicyCall call;
        private final String namespace;
        private final boolean tcp;
        private final boolean targetKnown;

        private Evaluation(PolicyCall call, String namespace) {
            this.call = call;
            this.namespace = namespace;
            this.tcp = aboutHttp && "tcp".equals(call.reader().read(vocabulary.protocol()));
            this.targetKnown = (!selects || call.reader().read(vocabulary.destinationLabels()) != null)
                    && (!selectsServices || call.reader().read(vocabulary.serviceName()) != null);
        }

        /** Whether the connection is as PeerAuthentication demands. */
        public PolicyVerdict peer() {
            var refusing = peers.isEmpty() ? null : peers.refusing(call, namespace);
            return refusing == null
                    ? PolicyVerdict.NO_POLICY
                    : PolicyVerdict.refused(
                            refusing.name(), "PeerAuthentication " + refusing.name() + " demands mutual TLS");
        }

        /** The handlers that CUSTOM policies which match the call ask, in configuration order, each with its policy. */
        public List<Custom> customs() {
            var asked = new ArrayList<Custom>(0);
            for (var entry : custom.matching(call, namespace, targetKnown, tcp)) {
                var provider = entry.policy().provider();
                if (provider != null
                        && !entry.policy().dryRun()
                        && asked.stream().noneMatch(known -> known.handler().equals(provider))) {
                    asked.add(new Custom(entry.policy().name(), provider));
                }
            }
            return asked;
        }

        /** What DENY, ALLOW and AUDIT policies say. */
        public PolicyVerdict verdict() {
            var denying = deny.matching(call, namespace, targetKnown, tcp);
            var allowing = allow.matching(call, namespace, targetKnown, tcp);
            var audited = new LinkedHashSet<String>();
            audit.matching(call, namespace, targetKnown, tcp)
                    .forEach(entry -> audited.add(entry.policy().name()));
            boolean live = allowLive.isFor(call, namespace, targetKnown);
            boolean tried = allowTried.isFor(call, namespace, targetKnown);
            var now = verdict(only(denying, false), only(allowing, false), live);
            var then = verdict(denying, allowing, live || tried);
            var shadow = now.allowed() == then.allowed()
                    ? ""
                    : then.allowed() ? "would be allowed by " + then.policy() : "would be denied: " + then.reason();
            var verdict = new PolicyVerdict(
                    now.allowed(),
                    now.policy(),
                    now.reason(),
                    List.copyOf(audited),
                    shadow,
                    shadow.isEmpty() ? "" : then.policy());
            return now.allowed() && !roles.isIdle() ? with(verdict, roles.verdict(call, namespace)) : verdict;
        }

        /** A verdict of policies that allow, with that of the roles, which comes after. */
        private static PolicyVerdict with(PolicyVerdict policies, PolicyVerdict roles) {
            boolean told = !roles.shadow().isEmpty();
            return new PolicyVerdict(
                    roles.allowed(),
                    roles.policy().isEmpty() && roles.allowed() ? policies.policy() : roles.policy(),
                    roles.reason().isEmpty() ? policies.reason() : roles.reason(),
                    policies.audited(),
                    told ? roles.shadow() : policies.shadow(),
                    told ? roles.shadowPolicy() : policies.shadowPolicy());
        }

        private static List<PolicyIndex.Entry> only(List<PolicyIndex.Entry> entries, boolean dryRun) {
            return entries.isEmpty()
                    ? entries
                    : entries.stream()
                            .filter(entry -> entry.policy().dryRun() == dryRun)
                            .toList();
        }

        private static PolicyVerdict verdict(
                List<PolicyIndex.Entry> denying, List<PolicyIndex.Entry> allowing, boolean mustBeAllowed) {
            if (!denying.isEmpty()) {
                var first = denying.getFirst();
                return PolicyVerdict.refused(
                        first.policy().name(),
                        "policy " + first.policy().name() + " denies it by rule " + (first.number() + 1));
            }
            if (!mustBeAllowed) {
                return PolicyVerdict.NO_POLICY;
            }
            if (allowing.isEmpty()) {
                return PolicyVerdict.refused("", "no policy allows it");
            }
            var first = allowing.getFirst();
            return new PolicyVerdict(
                    true,
                    first.policy().name(),
                    "policy " + first.policy().name() + " allows it by rule " + (first.number() + 1),
                    List.of(),
                    "",
                    "");
        }

        /** What became of the policies of the call's namespace and the root's, for people: of all that match, of {@code most} others. */
        public List<PolicyNote> explain(int most) {
            var notes = new ArrayList<PolicyNote>();
            int others = 0;
            for (var policy : policies) {
                boolean here = policy.namespace().equals(rootNamespace)
                        || policy.namespace().equals(namespace);
                if (here && (others < most || matched(policy).isPresent())) {
                    var note = note(policy);
                    notes.add(note);
                    others += note.matched() ? 0 : 1;
                }
            }
            return notes;
        }

        private Optional<PolicyRule> matched(Policy policy) {
            boolean allows = policy.action() == Action.ALLOW;
            var target = policy.isFor(call);
            return target == Policy.Target.YES || (target == Policy.Target.UNKNOWN && !allows)
                    ? policy.rules().stream()
                            .filter(rule -> rule.matches(call, tcp, allows))
                            .findFirst()
                    : Optional.empty();
        }

        private PolicyNote note(Policy policy) {
            boolean allows = policy.action() == Action.ALLOW;
            var target = policy.isFor(call);
            var matched = matched(policy);
            return new PolicyNote(
                    policy.name(),
                    policy.place(),
                    policy.action().name(),
                    policy.dryRun(),
                    matched.isPresent(),
                    matched.map(rule -> "rule " + (policy.rules().indexOf(rule) + 1) + " matches")
                            .orElseGet(() -> whyNot(policy, target, allows)));
        }

        private String whyNot(Policy policy, Policy.Target target, boolean allows) {
            if (target == Policy.Target.NO) {
                return "is for other workloads: "
                        + policy.target().stream()
                                .filter(clause -> !clause.holds(call))
                                .map(clause -> clause.explain(call))
                                .collect(Collectors.joining(", "));
            }
            if (target == Policy.Target.UNKNOWN && allows) {
                return "the call does not say which workload it is for: "
                        + policy.target().getFirst().explain(call);
            }
            if (policy.rules().isEmpty()) {
                return "has no rules, so it matches nothing";
            }
            var nearest = policy.rules().stream()
                    .min(Comparator.comparingInt(
                            rule -> rule.missing(call, tcp, allows).size()))
                    .orElseThrow();
            return "rule " + (policy.rules().indexOf(nearest) + 1) + ": "
                    + nearest.missing(call, tcp, allows).stream()
                            .map(clause -> clause.explain(call))
                            .collect(Collectors.joining(", "));
        }
    }

    /**
     * A question of a CUSTOM policy.
     *
     * @param policy {@code name.namespace}
     * @param handler {@code name.namespace}
     */
    public record Custom(String policy, String handler) {}
}

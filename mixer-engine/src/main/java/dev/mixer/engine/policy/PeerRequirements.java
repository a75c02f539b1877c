package dev.mixer.engine.policy;

import dev.mixer.engine.config.policy.PeerAuthenticationSpec.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a call must have come over mutual TLS: the workload's policy decides, else the namespace's, else the mesh's. */
final class PeerRequirements {
    private final List<PeerRequirement> requirements;
    private final String rootNamespace;
    private final PolicyVocabulary vocabulary;

    PeerRequirements(List<PeerRequirement> requirements, String rootNamespace, PolicyVocabulary vocabulary) {
        this.requirements = List.copyOf(requirements);
        this.rootNamespace = rootNamespace;
        this.vocabulary = vocabulary;
    }

    boolean isEmpty() {
        return requirements.isEmpty();
    }

    /** The policy that refuses a call, or null where none does. */
    @Nullable
    PeerRequirement refusing(PolicyCall call, String namespace) {
        var deciding = deciding(call, namespace);
        return deciding == null || Boolean.TRUE.equals(call.reader().read(vocabulary.mutualTls())) ? null : deciding;
    }

    /** The policy that demands mutual TLS of the call's workload, or null where none does. */
    private @Nullable PeerRequirement deciding(PolicyCall call, String namespace) {
        var port = call.reader().read(vocabulary.destinationPort());
        PeerRequirement best = null;
        int bestRank = -1;
        for (var requirement : requirements) {
            int rank = rank(requirement, call, namespace);
            var mode = port == null ? requirement.mode() : requirement.mode(port);
            if (rank < 0 || mode == Mode.UNSET) {
                continue;
            }
            // Of two for one workload the stricter counts: which of them is older, as Istio asks, files do not tell.
            boolean stricter = rank == bestRank && mode == Mode.STRICT;
            if (rank > bestRank || stricter) {
                best = mode == Mode.STRICT ? requirement : null;
                bestRank = rank;
            }
        }
        return best;
    }

    private int rank(PeerRequirement requirement, PolicyCall call, String namespace) {
        boolean root = requirement.namespace().equals(rootNamespace);
        if (!root && !requirement.namespace().equals(namespace)) {
            return -1;
        }
        if (!requirement.target().selects()) {
            return root ? 0 : 1;
        }
        return switch (requirement.target().isFor(call)) {
            case NO -> -1;
            case YES -> 2;
            // It may be for this workload: only what it demands counts, not what it spares.
            case UNKNOWN -> requirement.mode() == Mode.STRICT ? 2 : -1;
        };
    }
}

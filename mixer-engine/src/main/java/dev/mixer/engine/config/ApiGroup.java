package dev.mixer.engine.config;

import dev.mixer.engine.config.problem.DidYouMean;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The API groups whose documents must not be passed over in silence. */
enum ApiGroup {
    CONFIG(
            "config.istio.io",
            Set.of("v1alpha2"),
            Set.of("handler", "instance", "rule", "attributemanifest", "QuotaSpec", "QuotaSpecBinding"),
            Set.of("adapter", "template")),
    RBAC(
            "rbac.istio.io",
            Set.of("v1alpha1"),
            Set.of(),
            Set.of("ServiceRole", "ServiceRoleBinding", "RbacConfig", "ClusterRbacConfig", "AuthorizationPolicy")),
    SECURITY(
            "security.istio.io",
            Set.of("v1beta1", "v1"),
            Set.of(),
            Set.of("AuthorizationPolicy", "RequestAuthentication", "PeerAuthentication")),
    MIXER("mixer.dev", Set.of("v1"), Set.of(), Set.of());

    private final String text;
    private final Set<String> versions;
    private final Set<String> kinds;
    private final Set<String> kindsToCome;

    ApiGroup(String text, Set<String> versions, Set<String> kinds, Set<String> kindsToCome) {
        this.text = text;
        this.versions = versions;
        this.kinds = kinds;
        this.kindsToCome = kindsToCome;
    }

    static Optional<ApiGroup> of(String group) {
        return Arrays.stream(values()).filter(known -> known.text.equals(group)).findFirst();
    }

    /** Whether a group is probably one of these, mistyped. */
    static boolean looksLikeOne(String group) {
        List<String> known = Arrays.stream(values()).map(each -> each.text).toList();
        return DidYouMean.nearest(group, known).isPresent();
    }

    String text() {
        return text;
    }

    Set<String> versions() {
        return versions;
    }

    Set<String> kinds() {
        return kinds;
    }

    /** Kinds that are known and not served yet; to pass over one would allow what it forbids. */
    Set<String> kindsToCome() {
        return kindsToCome;
    }
}

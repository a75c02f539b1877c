package dev.mixer.engine.config;

import dev.mixer.engine.spelling.DidYouMean;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The API groups whose documents must not be passed over in silence. */
enum ApiGroup {
    CONFIG("config.istio.io"),
    RBAC("rbac.istio.io"),
    SECURITY("security.istio.io"),
    MIXER("mixer.dev");

    private final String text;

    ApiGroup(String text) {
        this.text = text;
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
        return switch (this) {
            case CONFIG -> Set.of("v1alpha2");
            case RBAC -> Set.of("v1alpha1");
            case SECURITY -> Set.of("v1beta1", "v1");
            case MIXER -> Set.of("v1");
        };
    }

    Set<String> kinds() {
        return switch (this) {
            case CONFIG -> Set.of("handler", "instance", "rule", "attributemanifest", "QuotaSpec", "QuotaSpecBinding");
            case RBAC -> Set.of("ServiceRole", "ServiceRoleBinding", "RbacConfig", "ClusterRbacConfig");
            case SECURITY -> Set.of("AuthorizationPolicy", "PeerAuthentication");
            case MIXER -> Set.of("AuthorizationScope");
        };
    }

    /** Kinds that are known and not served yet; to pass over one would allow what it forbids. */
    Set<String> kindsToCome() {
        return switch (this) {
            case CONFIG -> Set.of("adapter", "template");
            case RBAC -> Set.of("AuthorizationPolicy");
            case SECURITY -> Set.of("RequestAuthentication");
            case MIXER -> Set.of();
        };
    }
}

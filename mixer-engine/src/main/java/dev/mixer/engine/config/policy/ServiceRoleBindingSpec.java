package dev.mixer.engine.config.policy;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has a role (Istio 1.0 to 1.4).
 *
 * @param subjects of whom one must match
 * @param mode whether the binding counts or its effect is only told
 * @param roleRef the role, of the same namespace
 */
@Description("Who has a role (Istio 1.0 to 1.4).")
public record ServiceRoleBindingSpec(
        @Description("One of whom must match.") List<Subject> subjects,

        @Description("Whether the binding counts or its effect is only told.") @DefaultValue("ENFORCED")
        RbacConfigSpec.EnforcementMode mode,

        @Description("The role, of the same namespace.") RoleReference roleRef)
        implements PolicySpec {
    public ServiceRoleBindingSpec {
        subjects = List.copyOf(subjects);
        if (subjects.isEmpty()) {
            throw new IllegalArgumentException("subjects needs at least one; user: \"*\" is everyone");
        }
    }

    /**
     * Who; each given field must match.
     *
     * @param user a peer's identity; {@code *} is everyone, also who has none
     * @param group a claim of the token
     * @param properties by key, as in {@code source.namespace} or {@code request.auth.claims[role]}
     */
    public record Subject(
            @Description("A peer's identity; * is everyone, also who has none.") @Nullable
            SourceText user,

            @Description("A claim of the token.") @Nullable SourceText group,

            @Description("Values by key, as in source.namespace or request.auth.claims[role].")
            Map<String, SourceText> properties) {
        public Subject {
            properties = Map.copyOf(properties);
            if (user == null && group == null && properties.isEmpty()) {
                throw new IllegalArgumentException(
                        "a subject needs user, group or properties; user: \"*\" is everyone");
            }
        }
    }

    /**
     * The role.
     *
     * @param kind ServiceRole
     * @param name of the role
     * @param apiGroup accepted
     */
    public record RoleReference(
            @Description("Always ServiceRole.") @DefaultValue("ServiceRole")
            String kind,

            @Description("The name of the role.") SourceText name,

            @Description("Accepted, of no meaning here.") @DefaultValue("")
            String apiGroup) {
        public RoleReference {
            if (!kind.equals("ServiceRole")) {
                throw new IllegalArgumentException("kind must be ServiceRole, not '" + kind + "'");
            }
        }
    }
}

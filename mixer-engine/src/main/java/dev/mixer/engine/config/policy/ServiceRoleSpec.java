package dev.mixer.engine.config.policy;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.spi.Description;
import java.util.List;

/**
 * What a role may call (Istio 1.0 to 1.4).
 *
 * @param rules of which one must match
 */
@Description("What a role may call (Istio 1.0 to 1.4).")
public record ServiceRoleSpec(
        @Description("One of which must match.") List<AccessRule> rules) implements PolicySpec {
    public ServiceRoleSpec {
        rules = List.copyOf(rules);
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("rules needs at least one");
        }
    }

    /**
     * What may be called; each given field must match.
     *
     * @param services host names
     * @param paths of the request, none: any
     * @param methods of the request, none: any
     * @param constraints which must all hold
     */
    public record AccessRule(
            @Description("Host names.") List<SourceText> services,
            @Description("Paths of the request; none: any.") List<SourceText> paths,

            @Description("Methods of the request; none: any.")
            List<SourceText> methods,

            @Description("All of which must hold.") List<Constraint> constraints) {
        public AccessRule {
            if (services.isEmpty()) {
                throw new IllegalArgumentException("services needs at least one; * is every service");
            }
        }
    }

    /**
     * A further condition.
     *
     * @param key as in {@code request.headers[version]} or {@code destination.labels[app]}
     * @param values of which one must match
     */
    public record Constraint(
            @Description("What is compared, as in request.headers[version] or destination.labels[app].")
            SourceText key,

            @Description("One of which must match.") List<SourceText> values) {
        public Constraint {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("values needs at least one");
            }
        }
    }
}

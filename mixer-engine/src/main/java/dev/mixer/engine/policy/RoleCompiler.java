package dev.mixer.engine.policy;

import dev.mixer.engine.config.PolicyResource;
import dev.mixer.engine.config.ResourceId;
import dev.mixer.engine.config.policy.RbacConfigSpec;
import dev.mixer.engine.config.policy.ServiceRoleBindingSpec;
import dev.mixer.engine.config.policy.ServiceRoleSpec;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks and compiles ServiceRoles, their bindings and where they are enforced. */
final class RoleCompiler {
    private final FieldCompiler fields;
    private final Problems problems;
    private final Map<ResourceId, List<RoleRule>> roles = new HashMap<>();
    private final Map<String, List<RoleSet.Grant>> grants = new LinkedHashMap<>();
    private final Map<String, Clause.Source> sources = new HashMap<>();

    RoleCompiler(FieldCompiler fields, Problems problems) {
        this.fields = fields;
        this.problems = problems;
    }

    Roles compile(List<PolicyResource> resources) {
        for (var key : List.of(
                CallRoleFacts.USER,
                CallRoleFacts.GROUPS,
                CallRoleFacts.SERVICE,
                CallRoleFacts.METHOD,
                CallRoleFacts.PATH)) {
            sources.put(key, fields.roleSource(key).orElseThrow());
        }
        for (var resource : resources) {
            if (resource.spec() instanceof ServiceRoleSpec spec) {
                roles.put(resource.id(), rules(spec, scope(resource).field("rules")));
            }
        }
        for (var resource : resources) {
            if (resource.spec() instanceof ServiceRoleBindingSpec spec) {
                bind(resource, spec);
            }
        }
        return new Roles(new RoleSet(grants), enforcement(resources), sources);
    }

    private ProblemScope scope(PolicyResource resource) {
        return problems.scope(resource.id().toString()).field("spec");
    }

    private @Nullable RoleEnforcement enforcement(List<PolicyResource> resources) {
        RoleEnforcement enforcement = null;
        boolean cluster = false;
        for (var resource : resources) {
            if (!(resource.spec() instanceof RbacConfigSpec spec)) {
                continue;
            }
            if (!resource.id().name().equals("default")) {
                problems.scope(resource.id().toString())
                        .field("metadata.name")
                        .error(resource.place(), "must be default: there is one for the whole mesh");
            }
            // ClusterRbacConfig took RbacConfig's place in Istio 1.1; with both there, the newer counts.
            boolean newer = resource.id().kind().equals("ClusterRbacConfig");
            if (enforcement == null || (newer && !cluster)) {
                enforcement = RoleEnforcement.of(spec);
                cluster = newer;
            } else if (newer == cluster) {
                problems.scope(resource.id().toString())
                        .error(resource.place(), "is a second one; there is one for the whole mesh");
            }
        }
        return enforcement;
    }

    private List<RoleRule> rules(ServiceRoleSpec spec, ProblemScope scope) {
        var rules = new ArrayList<RoleRule>();
        for (int i = 0; i < spec.rules().size(); i++) {
            var rule = spec.rules().get(i);
            var field = scope.index(i);
            var constraints = new HashMap<String, List<ValueMatcher>>();
            for (int k = 0; k < rule.constraints().size(); k++) {
                var constraint = rule.constraints().get(k);
                note(constraint.key(), field.field("constraints").index(k).field("key"));
                constraints.put(
                        constraint.key().text(),
                        matchers(
                                constraint.values(),
                                field.field("constraints").index(k).field("values")));
            }
            rules.add(new RoleRule(
                    matchers(rule.services(), field.field("services")),
                    matchers(rule.paths(), field.field("paths")),
                    matchers(rule.methods(), field.field("methods")),
                    constraints));
        }
        return rules;
    }

    private void bind(PolicyResource resource, ServiceRoleBindingSpec spec) {
        var scope = scope(resource);
        var name = spec.roleRef().name();
        var rules = roles.get(
                new ResourceId("ServiceRole", name.text(), resource.id().namespace()));
        if (rules == null) {
            scope.field("roleRef")
                    .field("name")
                    .error(
                            name.place(),
                            "there is no ServiceRole " + name + " in namespace "
                                    + resource.id().namespace()
                                    + DidYouMean.hint(
                                            name.text(), namesIn(resource.id().namespace())));
            return;
        }
        for (int i = 0; i < spec.subjects().size(); i++) {
            var subject =
                    subject(spec.subjects().get(i), scope.field("subjects").index(i));
            grants.computeIfAbsent(resource.id().namespace(), _ -> new ArrayList<>())
                    .add(new RoleSet.Grant(
                            resource.id().shortName(),
                            spec.mode() == RbacConfigSpec.EnforcementMode.PERMISSIVE,
                            subject,
                            rules));
        }
    }

    private Set<String> namesIn(String namespace) {
        return roles.keySet().stream()
                .filter(id -> id.namespace().equals(namespace))
                .map(ResourceId::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private RoleSubject subject(ServiceRoleBindingSpec.Subject subject, ProblemScope scope) {
        var properties = new HashMap<String, ValueMatcher>();
        subject.properties().forEach((key, value) -> {
            note(SourceText.of(key, value.place()), scope.field("properties").key(key));
            matchers(List.of(value), scope.field("properties").key(key))
                    .forEach(matcher -> properties.put(key, matcher));
        });
        var user = subject.user();
        var group = subject.group();
        if (user != null) {
            matchers(List.of(user), scope.field("user"));
        }
        var groups = group == null ? List.<ValueMatcher>of() : matchers(List.of(group), scope.field("group"));
        return new RoleSubject(
                user == null ? null : user.text(), groups.isEmpty() ? null : groups.getFirst(), properties);
    }

    /** Where a call has what is compared; a key that calls do not have is only for instances of rules. */
    private void note(SourceText key, ProblemScope scope) {
        var source = fields.roleSource(key.text());
        if (source.isPresent()) {
            sources.put(key.text(), source.get());
        } else {
            scope.warning(
                    key.place(),
                    "'" + key + "' is nothing that calls have: it matches only what a rule's authorization instance"
                            + " puts under its properties");
        }
    }

    private static List<ValueMatcher> matchers(List<SourceText> values, ProblemScope scope) {
        var matchers = new ArrayList<ValueMatcher>();
        for (var value : values) {
            try {
                if (value.text().isEmpty()) {
                    throw new IllegalArgumentException("must not be empty; * is any value that is there");
                }
                matchers.add(ValueMatcher.ofText(value.text()));
            } catch (IllegalArgumentException e) {
                scope.error(value.place(), String.valueOf(e.getMessage()));
            }
        }
        return matchers;
    }
}

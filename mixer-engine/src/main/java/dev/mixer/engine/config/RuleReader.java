package dev.mixer.engine.config;

import dev.mixer.engine.config.bind.RecordBinder;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.spec.RuleSpec;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads rules; their references are only looked at, not resolved. */
final class RuleReader {
    private static final Pattern ACTION_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final RecordBinder binder;

    RuleReader(RecordBinder binder) {
        this.binder = binder;
    }

    Optional<RuleResource> read(ResourceId id, Mapping document, YamlNode spec, ProblemScope scope) {
        RuleSpec bound = binder.bind(RuleSpec.class, spec, scope).orElse(null);
        if (bound == null) {
            return Optional.empty();
        }
        boolean idle = bound.actions().isEmpty()
                && bound.requestHeaderOperations().isEmpty()
                && bound.responseHeaderOperations().isEmpty()
                && bound.denials().isEmpty();
        if (idle) {
            scope.warning(document.place(), "the rule has no actions, header operations or denials: it does nothing");
        }
        SourceText match = bound.match();
        boolean always = match == null || match.text().isBlank();
        return Optional.of(new RuleResource(
                id,
                document.place(),
                always ? null : match,
                actions(bound.actions(), scope.field("actions")),
                bound.requestHeaderOperations(),
                bound.responseHeaderOperations(),
                bound.denials(),
                bound.sampling(),
                bound.enforcement()));
    }

    private static List<RuleAction> actions(List<RuleSpec.ActionSpec> specs, ProblemScope scope) {
        List<RuleAction> actions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < specs.size(); i++) {
            RuleSpec.ActionSpec spec = specs.get(i);
            ProblemScope action = scope.index(i);
            Optional<Reference> handler = reference(spec.handler(), action.field("handler"));
            List<Reference> instances = new ArrayList<>();
            for (int k = 0; k < spec.instances().size(); k++) {
                reference(spec.instances().get(k), action.field("instances").index(k))
                        .ifPresent(instances::add);
            }
            SourceText name = spec.name();
            if (name != null && !ACTION_NAME.matcher(name.text()).matches()) {
                action.field("name").error(name.place(), "'" + name + "' is not a name of letters, digits and '_'");
            } else if (name != null && !names.add(name.text())) {
                action.field("name").error(name.place(), "another action of this rule is named '" + name + "'");
            }
            handler.ifPresent(
                    found -> actions.add(new RuleAction(found, instances, name == null ? null : name.text())));
        }
        return actions;
    }

    private static Optional<Reference> reference(SourceText source, ProblemScope scope) {
        Optional<Reference> reference = Reference.parse(source);
        if (reference.isEmpty()) {
            scope.error(
                    source.place(),
                    "'" + source
                            + "' is not a reference; write name, name.namespace, name.kind or name.kind.namespace");
        }
        return reference;
    }
}

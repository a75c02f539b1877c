package dev.mixer.engine.config;

import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Joins rules to their handlers and instances. */
public final class ReferenceResolver {
    private final ReferenceTable<HandlerResource> handlers;
    private final ReferenceTable<InstanceResource> instances;
    private final ResourceSet resources;

    /** A resolver over all resources of a configuration. */
    public ReferenceResolver(ResourceSet resources) {
        this.resources = resources;
        this.handlers = new ReferenceTable<>(
                "handler", resources.handlers(), handler -> handler.adapter().text(), resources.faulty());
        this.instances = new ReferenceTable<>(
                "instance",
                resources.instances(),
                instance -> instance.template().text(),
                resources.faulty());
    }

    /** The handler that something of {@code namespace} names; empty: reported, or the handler itself has been. */
    public Optional<HandlerResource> handler(SourceText source, String namespace, ProblemScope scope) {
        Optional<Reference> reference = Reference.parse(source);
        if (reference.isEmpty()) {
            scope.error(source.place(), "'" + source + "' is not a reference; write name or name.namespace");
        }
        return reference.flatMap(known -> handlers.find(known, namespace, scope));
    }

    /** All rules in configuration order; an action whose references lead nowhere is left out and reported. */
    public List<ResolvedRule> resolve(Problems problems) {
        List<ResolvedRule> resolved = new ArrayList<>();
        for (RuleResource rule : resources.rules()) {
            ProblemScope scope =
                    problems.scope(rule.id().toString()).field("spec").field("actions");
            List<ResolvedRule.ResolvedAction> actions = new ArrayList<>();
            for (int i = 0; i < rule.actions().size(); i++) {
                resolve(rule.actions().get(i), rule.id().namespace(), scope.index(i))
                        .ifPresent(actions::add);
            }
            resolved.add(new ResolvedRule(rule, actions));
        }
        return List.copyOf(resolved);
    }

    private Optional<ResolvedRule.ResolvedAction> resolve(RuleAction action, String namespace, ProblemScope scope) {
        Optional<HandlerResource> handler = handlers.find(action.handler(), namespace, scope.field("handler"));
        List<InstanceResource> found = new ArrayList<>();
        for (int i = 0; i < action.instances().size(); i++) {
            instances
                    .find(
                            action.instances().get(i),
                            namespace,
                            scope.field("instances").index(i))
                    .ifPresent(found::add);
        }
        boolean complete = found.size() == action.instances().size();
        return handler.filter(_ -> complete).map(known -> new ResolvedRule.ResolvedAction(known, found, action.name()));
    }
}

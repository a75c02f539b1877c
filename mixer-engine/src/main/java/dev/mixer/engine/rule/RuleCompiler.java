package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.config.HandlerResource;
import dev.mixer.engine.config.InstanceResource;
import dev.mixer.engine.config.ResolvedRule;
import dev.mixer.engine.config.RuleResource;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.spec.Enforcement;
import dev.mixer.engine.config.spec.HeaderChange;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.expression.CheckedExpression;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import dev.mixer.engine.expression.SymbolResolver;
import dev.mixer.engine.handler.HandlerSpec;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.template.OutputFields;
import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Instance;
import dev.mixer.spi.ReportInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks and compiles one rule of a configuration, collecting every problem. */
final class RuleCompiler {
    private final AdapterCatalog catalog;
    private final Slots slots;
    private final Map<HandlerResource, HandlerSpec> handlers;
    private final Map<InstanceResource, ConfiguredInstance> instances;
    private final ProblemScope scope;

    /**
     * A compiler for one rule.
     *
     * @param handlers that have no problems
     * @param instances that have no problems
     */
    RuleCompiler(
            AdapterCatalog catalog,
            Slots slots,
            Map<HandlerResource, HandlerSpec> handlers,
            Map<InstanceResource, ConfiguredInstance> instances,
            ProblemScope scope) {
        this.catalog = catalog;
        this.slots = slots;
        this.handlers = handlers;
        this.instances = instances;
        this.scope = scope;
    }

    SnapshotPlan.PlannedRule compile(ResolvedRule resolved) {
        var rule = resolved.rule();
        var source = rule.match();
        var match = source == null || source.text().isBlank()
                ? null
                : check(source, ValueType.BOOL, SymbolResolver.NONE, scope.field("spec.match"));
        var condition = match == null ? new Condition.Opaque() : match.condition(slots);
        if (source != null && condition.isNever()) {
            scope.field("spec.match").warning(source.place(), "is never true: the rule does nothing");
        }
        var sampling = rule.sampling();
        var actions = new ArrayList<SnapshotPlan.PlannedAction>();
        var outputs = new ArrayList<SymbolResolver>();
        for (int i = 0; i < resolved.actions().size(); i++) {
            actions(resolved.actions().get(i), rule, scope.field("spec.actions").index(i), actions, outputs);
        }
        if (sampling != null
                && actions.stream()
                        .noneMatch(action -> reports(action.instance().builder().template()))) {
            scope.field("spec.sampling")
                    .warning(rule.place(), "has no effect: only reports are sampled, and the rule has none");
        }
        boolean onTrial = rule.enforcement() == Enforcement.SHADOW;
        if (onTrial
                && !actions.isEmpty()
                && actions.stream()
                        .allMatch(action -> reports(action.instance().builder().template()))) {
            scope.field("spec.enforcement")
                    .warning(rule.place(), "has no effect: the rule only reports, and reports are handed over as ever");
        }
        var symbols = OutputFields.all(outputs);
        var headers = new ArrayList<HeaderTemplate>();
        headers(rule.requestHeaderOperations(), HeaderOperation.Target.REQUEST, symbols, headers);
        headers(rule.responseHeaderOperations(), HeaderOperation.Target.RESPONSE, symbols, headers);
        var denials = new DenialCompiler(slots, scope.field("spec.denials")).compile(rule.denials());
        return new SnapshotPlan.PlannedRule(
                rule.id().shortName(),
                rule.id().namespace(),
                rule.place().toString(),
                match == null ? null : match.compile(slots),
                condition,
                actions,
                onTrial ? List.of() : headers,
                onTrial ? List.of() : denials,
                sampling == null ? null : new SamplingCompiler(slots, scope.field("spec.sampling")).compile(sampling),
                null);
    }

    private void actions(
            ResolvedRule.ResolvedAction action,
            RuleResource rule,
            ProblemScope field,
            List<SnapshotPlan.PlannedAction> planned,
            List<SymbolResolver> outputs) {
        int known = outputs.size();
        var place = rule.place();
        boolean onTrial = rule.enforcement() == Enforcement.SHADOW
                || action.handler().options().enforcement() == Enforcement.SHADOW;
        var adapter = catalog.adapter(action.handler().adapter().text());
        var handler = handlers.get(action.handler());
        for (var resource : action.instances()) {
            Class<? extends Instance> template =
                    catalog.template(resource.template().text()).orElse(null);
            if (adapter.isPresent()
                    && template != null
                    && !adapter.get().templates().contains(template)) {
                field.field("instances")
                        .error(
                                place,
                                "instance " + resource.id().shortName() + " is a "
                                        + resource.template().text() + ", which adapter "
                                        + adapter.get().name() + " of handler "
                                        + action.handler().id().shortName() + " cannot serve");
                continue;
            }
            var instance = instances.get(resource);
            if (handler != null && instance != null) {
                int output = Action.NO_OUTPUT;
                var fields = instance.output();
                if (action.name() != null
                        && fields != null
                        && CheckInstance.class.isAssignableFrom(
                                instance.builder().template())) {
                    output = outputs.size();
                    outputs.add(fields.symbols(action.name() + ".output.", output));
                }
                planned.add(new SnapshotPlan.PlannedAction(
                        handler.name(),
                        instance,
                        output,
                        onTrial && !reports(instance.builder().template())));
            }
        }
        if (outputs.size() - known > 1) {
            field.field("name")
                    .error(
                            place,
                            "action " + action.name() + " has several instances with outputs, so that " + action.name()
                                    + ".output says not whose; give each an action of its own");
        }
    }

    private static boolean reports(Class<? extends Instance> template) {
        return ReportInstance.class.isAssignableFrom(template);
    }

    private void headers(
            List<HeaderChange> changes,
            HeaderOperation.Target target,
            SymbolResolver outputs,
            List<HeaderTemplate> headers) {
        var field = scope.field(
                target == HeaderOperation.Target.REQUEST
                        ? "spec.requestHeaderOperations"
                        : "spec.responseHeaderOperations");
        for (int i = 0; i < changes.size(); i++) {
            var change = changes.get(i);
            var values = new ArrayList<CompiledExpression>();
            for (var value : change.values()) {
                var checked =
                        check(value, ValueType.STRING, outputs, field.index(i).field("values"));
                if (checked != null) {
                    values.add(checked.compile(slots));
                }
            }
            headers.add(
                    new HeaderTemplate(target, change.operation(), change.name().text(), values));
        }
    }

    private @Nullable CheckedExpression check(
            SourceText source, ValueType type, SymbolResolver symbols, ProblemScope scope) {
        try {
            return Expression.parse(source.text()).check(slots.vocabulary(), type, symbols);
        } catch (ExpressionException e) {
            e.problems().forEach(fault -> scope.error(source.placeAt(fault.offset()), fault.message()));
            return null;
        }
    }
}

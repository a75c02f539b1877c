package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.CanonicalPath;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.handler.HandlerSpec;
import dev.mixer.engine.handler.LiveHandler;
import dev.mixer.engine.policy.PolicySet;
import dev.mixer.engine.ratelimit.ExhaustedKeys;
import dev.mixer.engine.scope.AuthorizationScope;
import dev.mixer.spi.AttributesInstance;
import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.Instance;
import dev.mixer.spi.QuotaInstance;
import dev.mixer.spi.template.RateLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that is checked and compiled but for its handlers, which are still to be opened: all that {@code
 * validate} needs, and no backend.
 */
public final class SnapshotPlan {
    /** An action of a rule; {@code output} as in {@link Action#output}, {@code tried}: it does not count. */
    record PlannedAction(String handler, ConfiguredInstance instance, int output, boolean tried) {}

    /** A rule; its condition is what an index may know of its match; {@code forwarding} as in {@link CompiledRule}. */
    record PlannedRule(
            String name,
            String namespace,
            String place,
            @Nullable CompiledExpression match,
            Condition condition,
            List<PlannedAction> actions,
            List<HeaderTemplate> headers,
            List<DenialTemplate> denials,
            @Nullable ReportSampling sampling,
            @Nullable TokenForwarding forwarding) {}

    private final String revision;
    private final Slots slots;
    private final CallNamespace namespace;
    private final Map<String, CanonicalPath.Mode> pathModes;
    private final PolicySet policies;
    private final Map<String, AuthorizationScope> scopes;
    private final String rootNamespace;
    private final List<HandlerSpec> handlers;
    private final List<PlannedRule> rules;
    private final List<PlannedAction> customs;
    private final RateLimitCompiler.@Nullable Planned rateLimits;
    private final int instances;

    SnapshotPlan(
            String revision,
            Slots slots,
            CallNamespace namespace,
            Map<String, CanonicalPath.Mode> pathModes,
            PolicySet policies,
            Map<String, AuthorizationScope> scopes,
            String rootNamespace,
            List<HandlerSpec> handlers,
            List<PlannedRule> rules,
            List<PlannedAction> customs,
            RateLimitCompiler.@Nullable Planned rateLimits,
            int instances) {
        this.revision = revision;
        this.slots = slots;
        this.namespace = namespace;
        this.pathModes = Map.copyOf(pathModes);
        this.policies = policies;
        this.scopes = Map.copyOf(scopes);
        this.rootNamespace = rootNamespace;
        this.handlers = List.copyOf(handlers);
        this.rules = List.copyOf(rules);
        this.customs = List.copyOf(customs);
        this.rateLimits = rateLimits;
        this.instances = instances;
    }

    /** The handlers that rules may call. */
    public List<HandlerSpec> handlers() {
        return handlers;
    }

    /** What calls will read. */
    public Slots slots() {
        return slots;
    }

    /** How many policies there are. */
    public int policyCount() {
        return policies.size();
    }

    /** How many rules there are. */
    public int ruleCount() {
        return rules.size();
    }

    /** What came of joining a plan with open handlers. */
    public sealed interface Linked {
        /** It can serve. */
        record Ready(Snapshot snapshot) implements Linked {}

        /** A handler does not do what its adapter declares: handler name to sentence. */
        record Broken(Map<String, String> faults) implements Linked {}
    }

    /** Joins the plan with its handlers. */
    public Linked link(Map<String, LiveHandler> open) {
        var faults = new TreeMap<String, String>();
        var producing = new ArrayList<RuleSet.Indexed>();
        var deciding = new ArrayList<RuleSet.Indexed>();
        var reporting = new ArrayList<RuleSet.Indexed>();
        var tried = new ArrayList<RuleSet.Indexed>();
        var denying = new ArrayList<RuleSet.Indexed>();
        for (var rule : rules) {
            if (rule.actions().stream().anyMatch(PlannedAction::tried)) {
                tried.add(new RuleSet.Indexed(link(rule, true, open, faults), rule.condition()));
            }
            var compiled = link(rule, false, open, faults);
            var indexed = new RuleSet.Indexed(compiled, rule.condition());
            if (!compiled.producers().isEmpty()) {
                producing.add(indexed);
            }
            if (compiled.decides()) {
                deciding.add(indexed);
            }
            if (!compiled.denials().isEmpty()) {
                denying.add(indexed);
            }
            if (!compiled.reports().isEmpty()) {
                reporting.add(indexed);
            }
        }
        var providers = new HashMap<String, Action>();
        for (var custom : customs) {
            link(custom, open, faults).ifPresent(action -> providers.put(custom.handler(), action));
        }
        var limiter = limiter(open, faults);
        return faults.isEmpty()
                ? new Linked.Ready(new Snapshot(
                        revision,
                        slots,
                        namespace,
                        pathModes,
                        policies,
                        scopes,
                        new RuleSet(producing, rootNamespace),
                        new RuleSet(deciding, rootNamespace),
                        new RuleSet(reporting, rootNamespace),
                        new RuleSet(tried, rootNamespace),
                        new RuleSet(denying, rootNamespace),
                        providers,
                        limiter,
                        open,
                        instances))
                : new Linked.Broken(faults);
    }

    private @Nullable RateLimiter limiter(Map<String, LiveHandler> open, Map<String, String> faults) {
        if (rateLimits == null) {
            return null;
        }
        var handler = open.get(rateLimits.handler());
        var capability =
                handler == null ? null : handler.capability(RateLimit.class).orElse(null);
        if (handler == null || capability == null) {
            faults.put(
                    rateLimits.handler(),
                    "its adapter declares the template RateLimit but the handler does not serve it");
            return null;
        }
        return new RateLimiter(
                rateLimits.index(),
                handler,
                capability,
                rateLimits.settings(),
                new ExhaustedKeys(rateLimits.settings().localCacheKeys()));
    }

    /** The part of a rule that counts, or the part that is only tried. */
    private static CompiledRule link(
            PlannedRule rule, boolean tried, Map<String, LiveHandler> open, Map<String, String> faults) {
        var producers = new ArrayList<Action>();
        var checks = new ArrayList<Action>();
        var quotas = new ArrayList<Action>();
        var reports = new ArrayList<Action>();
        for (var action : rule.actions()) {
            var linked = action.tried() == tried ? link(action, open, faults).orElse(null) : null;
            if (linked == null) {
                continue;
            }
            Class<? extends Instance> template = action.instance().builder().template();
            if (AttributesInstance.class.isAssignableFrom(template)) {
                producers.add(linked);
            } else if (CheckInstance.class.isAssignableFrom(template)) {
                checks.add(linked);
            } else if (QuotaInstance.class.isAssignableFrom(template)) {
                quotas.add(linked);
            } else {
                reports.add(linked);
            }
        }
        int outputs = (int) rule.actions().stream()
                .filter(action -> action.output() != Action.NO_OUTPUT)
                .count();
        return new CompiledRule(
                rule.name(),
                rule.namespace(),
                rule.place(),
                rule.match(),
                producers,
                checks,
                quotas,
                reports,
                tried ? List.of() : rule.headers(),
                tried ? List.of() : rule.denials(),
                tried ? 0 : outputs,
                rule.sampling(),
                rule.forwarding());
    }

    private static Optional<Action> link(
            PlannedAction action, Map<String, LiveHandler> open, Map<String, String> faults) {
        var handler = open.get(action.handler());
        Class<? extends Instance> template = action.instance().builder().template();
        var capability = handler == null ? null : handler.capability(template).orElse(null);
        if (handler == null || capability == null) {
            faults.put(
                    action.handler(),
                    "its adapter declares the template " + template.getSimpleName()
                            + " but the handler does not serve it");
            return Optional.empty();
        }
        return Optional.of(new Action(handler, capability, action.instance(), action.output()));
    }

    /** The rules that no index can find: every call of their namespace evaluates them. */
    public List<String> unindexed() {
        var indexed = rules.stream()
                .map(rule -> new RuleSet.Indexed(
                        new CompiledRule(
                                rule.name(),
                                rule.namespace(),
                                rule.place(),
                                rule.match(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                0,
                                null,
                                null),
                        rule.condition()))
                .toList();
        return new RuleSet(indexed, rootNamespace)
                .unindexed().stream()
                        .map(rule -> rule.place() + ": rule " + rule.name())
                        .toList();
    }
}

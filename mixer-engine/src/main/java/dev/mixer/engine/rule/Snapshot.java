package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.CanonicalPath;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.handler.LiveHandler;
import dev.mixer.engine.policy.PolicySet;
import dev.mixer.engine.scope.AuthorizationScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A valid configuration compiled for calls. A call uses one snapshot from start to end. */
public final class Snapshot {
    private final String revision;
    private final Slots slots;
    private final CallNamespace namespace;
    private final Map<String, CanonicalPath.Mode> pathModes;
    private final PolicySet policies;
    private final Map<String, AuthorizationScope> scopes;
    private final RuleSet producing;
    private final RuleSet deciding;
    private final RuleSet reporting;
    private final RuleSet tried;
    private final RuleSet denying;
    private final Map<String, Action> providers;
    private final @Nullable RateLimiter rateLimiter;
    private final Map<String, LiveHandler> handlers;
    private final int instances;
    // Two adders instead of one counter: calls on several threads must not share a cache line.
    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();

    Snapshot(
            String revision,
            Slots slots,
            CallNamespace namespace,
            Map<String, CanonicalPath.Mode> pathModes,
            PolicySet policies,
            Map<String, AuthorizationScope> scopes,
            RuleSet producing,
            RuleSet deciding,
            RuleSet reporting,
            RuleSet tried,
            RuleSet denying,
            Map<String, Action> providers,
            @Nullable RateLimiter rateLimiter,
            Map<String, LiveHandler> handlers,
            int instances) {
        this.revision = revision;
        this.slots = slots;
        this.namespace = namespace;
        this.pathModes = Map.copyOf(pathModes);
        this.policies = policies;
        this.scopes = Map.copyOf(scopes);
        this.producing = producing;
        this.deciding = deciding;
        this.reporting = reporting;
        this.tried = tried;
        this.denying = denying;
        this.providers = Map.copyOf(providers);
        this.rateLimiter = rateLimiter;
        this.handlers = Map.copyOf(handlers);
        this.instances = instances;
    }

    /** Short digits that name the configuration. */
    public String revision() {
        return revision;
    }

    /** What calls read. */
    public Slots slots() {
        return slots;
    }

    /**
     * Whose rules apply to a call; from here on the call's paths are read as that namespace wants them. What is not asked
     * for is not read, so that callers may reuse the answer over more requests.
     *
     * @param rules that are to be matched
     */
    public CallScope scope(RuleSet rules, AttributeReader reader) {
        return rules.hasNamespaces() || !pathModes.isEmpty() ? scope(reader) : CallScope.ANY;
    }

    /** As {@link #scope(RuleSet, AttributeReader)}, whether or not any rule asks. */
    public CallScope scope(AttributeReader reader) {
        var scope = namespace.of(reader);
        var mode = pathModes.get(scope.namespace());
        if (mode != null) {
            reader.usePathMode(mode);
        }
        return scope;
    }

    /** Whose rules and policies apply to a check; as {@link #scope(RuleSet, AttributeReader)}. */
    public CallScope decidingScope(AttributeReader reader) {
        return policies.hasNamespaces() ? scope(reader) : scope(deciding, reader);
    }

    /** The policies. */
    public PolicySet policies() {
        return policies;
    }

    /** A scope of the HTTP front; null: there is none of this name. */
    public @Nullable AuthorizationScope authorizationScope(String name) {
        return scopes.get(name);
    }

    /** The rules with attribute producers. */
    public RuleSet producing() {
        return producing;
    }

    /** The rules with checks, quotas or header operations. */
    public RuleSet deciding() {
        return deciding;
    }

    /** The rules with reports. */
    public RuleSet reporting() {
        return reporting;
    }

    /** The parts of rules that are on trial: what they answer is told and changes nothing. */
    public RuleSet tried() {
        return tried;
    }

    /** The rules that say what the clients of refused calls get. */
    public RuleSet denying() {
        return denying;
    }

    /** How the handler of a CUSTOM policy is asked. */
    public Action provider(String handler) {
        return java.util.Objects.requireNonNull(providers.get(handler), handler);
    }

    /** What is limited by rate; null: nothing. */
    public @Nullable RateLimiter rateLimiter() {
        return rateLimiter;
    }

    /** The handlers by name. */
    public Map<String, LiveHandler> handlers() {
        return handlers;
    }

    /** How many instances there are; their numbers are below this. */
    public int instances() {
        return instances;
    }

    /** All rules, those with several parts once. */
    public List<CompiledRule> rules() {
        var all = new LinkedHashMap<String, CompiledRule>();
        Stream.of(deciding, reporting, producing, tried, denying)
                .flatMap(set -> set.rules().stream())
                .forEach(rule -> all.putIfAbsent(rule.name(), rule));
        return List.copyOf(all.values());
    }

    /** Notes that a call uses this snapshot. */
    public void enter() {
        entered.increment();
    }

    /** Notes that a call has ended. */
    public void leave() {
        left.increment();
    }

    /** Whether no call uses it. Only final once the snapshot is out of force. */
    public boolean isQuiet() {
        // In this order: a call that enters in between is one that looks again and leaves.
        long out = left.sum();
        return entered.sum() == out;
    }
}

package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.CanonicalPath;
import dev.mixer.engine.attribute.HostAttributes;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.config.AttributeManifestResource;
import dev.mixer.engine.config.HandlerResource;
import dev.mixer.engine.config.InstanceResource;
import dev.mixer.engine.config.KnownKinds;
import dev.mixer.engine.config.ReferenceResolver;
import dev.mixer.engine.config.ResourceReader;
import dev.mixer.engine.config.ResourceSet;
import dev.mixer.engine.config.bind.CertificateReview;
import dev.mixer.engine.config.bind.ParameterProblems;
import dev.mixer.engine.config.bind.RecordBinder;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.PathMode;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.config.spec.Enforcement;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.delivery.DeliverySettings;
import dev.mixer.engine.handler.HandlerSpec;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.plugin.InstalledAdapter;
import dev.mixer.engine.policy.PolicyCompiler;
import dev.mixer.engine.policy.PolicySet;
import dev.mixer.engine.scope.ScopeCompiler;
import dev.mixer.spi.Adapter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks and compiles the files of a configuration, collecting every problem. Safe for use by many threads. */
public final class SnapshotCompiler {
    private final AdapterCatalog catalog;
    private final HostSettings settings;

    /** A compiler for configurations that may name what {@code catalog} holds. */
    public SnapshotCompiler(AdapterCatalog catalog, HostSettings settings) {
        this.catalog = catalog;
        this.settings = settings;
    }

    /** The plan of a configuration; empty where {@code problems} then has errors. */
    public Optional<SnapshotPlan> compile(ConfigFiles files, Problems problems) {
        int before = problems.errorCount();
        var kinds = new KnownKinds(
                java.util.Set.copyOf(catalog.adapterNames()),
                catalog.templates().keySet());
        var resources = new ResourceReader(
                        kinds, settings.namespaces(), settings.rateLimit().mergeDomains())
                .read(files, problems);
        var plan = new Run(resources, problems).plan();
        return problems.errorCount() == before ? Optional.of(plan) : Optional.empty();
    }

    /** The compilation of one configuration. */
    private final class Run {
        private final ResourceSet resources;
        private final Problems problems;
        private final Slots slots;
        private final RecordBinder binder = new RecordBinder();
        private final Map<InstanceResource, ConfiguredInstance> instances = new HashMap<>();
        private final Map<HandlerResource, HandlerSpec> handlers = new LinkedHashMap<>();
        /** What the handlers of CUSTOM policies are asked, by handler. */
        private final Map<String, SnapshotPlan.PlannedAction> customs = new LinkedHashMap<>();

        Run(ResourceSet resources, Problems problems) {
            this.resources = resources;
            this.problems = problems;
            this.slots = new Slots(vocabulary(), mode(settings.path().mode()));
        }

        private static CanonicalPath.Mode mode(PathMode mode) {
            return CanonicalPath.Mode.valueOf(mode.name());
        }

        SnapshotPlan plan() {
            resources.handlers().forEach(this::handler);
            resources.instances().forEach(this::instance);
            var rules = new ArrayList<SnapshotPlan.PlannedRule>();
            var references = new ReferenceResolver(resources);
            var policies = policies(references);
            for (var rule : references.resolve(problems)) {
                var scope = problems.scope(rule.rule().id().toString());
                rules.add(new RuleCompiler(catalog, slots, handlers, instances, scope).compile(rule));
            }
            var rateLimits = new RateLimitCompiler(catalog, settings, problems).compile(resources, handlers);
            var open = new ArrayList<>(handlers.values());
            var authentications = new AuthenticationCompiler(catalog, slots, settings.timeLimit(), problems)
                    .compile(resources.policies(), instances.size() + customs.size());
            for (var authentication : authentications) {
                // After the configured producers: of several values, that of the first counts.
                open.add(authentication.handler());
                rules.add(authentication.rule());
            }
            rateLimits.map(RateLimitCompiler.Planned::builtIn).ifPresent(open::add);
            return new SnapshotPlan(
                    resources.revision(),
                    slots,
                    new CallNamespace(slots, settings.defaultNamespace()),
                    pathModes(),
                    policies,
                    new ScopeCompiler(slots.vocabulary(), problems).compile(resources.scopes()),
                    settings.configRootNamespace(),
                    open,
                    rules,
                    List.copyOf(customs.values()),
                    rateLimits.orElse(null),
                    instances.size() + customs.size() + authentications.size());
        }

        private PolicySet policies(ReferenceResolver references) {
            return new PolicyCompiler(
                            slots,
                            settings.configRootNamespace(),
                            settings.trustDomainAliases(),
                            settings.trustedHops() > 0,
                            (source, namespace, scope) -> references
                                    .handler(source, namespace, scope)
                                    .flatMap(handler -> provider(handler, source, scope)),
                            problems)
                    .compile(resources.policies(), resources.workloads());
        }

        /** The handler that a CUSTOM policy names, when its adapter can be asked about a call. */
        private Optional<String> provider(HandlerResource resource, SourceText source, ProblemScope scope) {
            var handler = handlers.get(resource);
            if (handler == null) {
                return Optional.empty(); // its own problems have been reported
            }
            var template = CustomInstances.template(handler.adapter().templates());
            if (template.isEmpty()) {
                scope.error(
                        source.place(),
                        "adapter " + handler.adapter().name() + " of handler " + handler.name()
                                + " judges no calls: it serves none of requestcontext, authorization and checknothing");
                return Optional.empty();
            }
            if (resource.options().enforcement() == Enforcement.SHADOW) {
                scope.error(
                        source.place(),
                        "handler " + handler.name()
                                + " is on trial (enforcement: SHADOW), so it cannot decide; remove one of the two");
                return Optional.empty();
            }
            customs.computeIfAbsent(
                    handler.name(),
                    name -> new SnapshotPlan.PlannedAction(
                            name,
                            CustomInstances.instance(template.get(), instances.size() + customs.size(), slots),
                            Action.NO_OUTPUT,
                            false));
            return Optional.of(handler.name());
        }

        private Map<String, CanonicalPath.Mode> pathModes() {
            var modes = new HashMap<String, CanonicalPath.Mode>();
            settings.path().namespaces().forEach((namespace, mode) -> modes.put(namespace, mode(mode)));
            return modes;
        }

        private Vocabulary vocabulary() {
            var additions = new HashMap<String, ValueType>();
            for (var manifest : resources.manifests()) {
                for (var declaration : manifest.attributes()) {
                    declare(manifest, declaration, additions);
                }
            }
            return Vocabulary.standard().with(additions);
        }

        private void declare(
                AttributeManifestResource manifest,
                AttributeManifestResource.Declaration declaration,
                Map<String, ValueType> additions) {
            var name = declaration.name().text();
            var type = ValueType.valueOf(declaration.type().name());
            var standard = Vocabulary.standard().find(name);
            var known = standard.isPresent() ? standard.get().type() : additions.get(name);
            if (known != null && known != type) {
                problems.scope(manifest.id().toString())
                        .field("spec.attributes")
                        .key(name)
                        .error(declaration.name().place(), "is " + type + ", but " + name + " is already " + known);
            } else if (standard.isEmpty() && HostAttributes.owns(name)) {
                problems.scope(manifest.id().toString())
                        .field("spec.attributes")
                        .key(name)
                        .error(declaration.name().place(), "names under host. are the host's own; choose another");
            } else if (standard.isEmpty()) {
                additions.put(name, type);
            }
        }

        private void handler(HandlerResource resource) {
            var adapter = catalog.adapter(resource.adapter().text());
            if (adapter.isEmpty()) {
                return; // the reader has said so
            }
            var scope = problems.scope(resource.id().toString()).field(resource.paramsField());
            var parameters = bind(adapter.get(), resource, scope);
            if (parameters.isPresent()) {
                var limit = resource.options().timeLimit();
                var bound = resource.options().maxConcurrentCalls();
                handlers.put(
                        resource,
                        new HandlerSpec(
                                resource.fullName(),
                                adapter.get(),
                                parameters.get(),
                                resource.options().failurePolicy(),
                                limit == null ? settings.timeLimit() : limit,
                                bound == null ? HandlerSpec.DEFAULT_MAX_CONCURRENT_CALLS : bound,
                                DeliverySettings.of(
                                        resource.options().durability(),
                                        resource.options().delivery())));
            }
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // the record is of the adapter's own type
        private Optional<Record> bind(InstalledAdapter adapter, HandlerResource resource, ProblemScope scope) {
            var bound = binder.bind((Class<Record>) adapter.parametersType(), resource.params(), scope);
            if (bound.isPresent()) {
                ParameterProblems.report(((Adapter) adapter.adapter()).validate(bound.get()), resource.params(), scope);
                new CertificateReview(InstantSource.system()).review(bound.get(), resource.params(), scope);
            }
            return bound;
        }

        private void instance(InstanceResource resource) {
            var template = catalog.template(resource.template().text());
            // Where there is none, the reader has said so.
            template.flatMap(known -> new InstanceCompiler(
                                    slots,
                                    resource,
                                    problems.scope(resource.id().toString()))
                            .compile(known, instances.size()))
                    .ifPresent(instance -> instances.put(resource, instance));
        }
    }
}

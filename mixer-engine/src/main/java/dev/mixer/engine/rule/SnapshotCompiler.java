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
import dev.mixer.engine.config.ResolvedRule;
import dev.mixer.engine.config.ResourceReader;
import dev.mixer.engine.config.ResourceSet;
import dev.mixer.engine.config.bind.ParameterProblems;
import dev.mixer.engine.config.bind.RecordBinder;
import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.config.spec.HeaderChange;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.expression.CheckedExpression;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import dev.mixer.engine.expression.SymbolResolver;
import dev.mixer.engine.handler.HandlerSpec;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.plugin.InstalledAdapter;
import dev.mixer.engine.template.FieldProblem;
import dev.mixer.engine.template.FieldTree;
import dev.mixer.engine.template.InstanceBuilder;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AttributesInstance;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        var resources = new ResourceReader(kinds, settings.namespaces()).read(files, problems);
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

        Run(ResourceSet resources, Problems problems) {
            this.resources = resources;
            this.problems = problems;
            this.slots = new Slots(
                    vocabulary(),
                    CanonicalPath.Mode.valueOf(settings.path().mode().name()));
        }

        SnapshotPlan plan() {
            resources.handlers().forEach(this::handler);
            resources.instances().forEach(this::instance);
            var rules = new ArrayList<SnapshotPlan.PlannedRule>();
            for (var rule : new ReferenceResolver(resources).resolve(problems)) {
                rules.add(rule(rule));
            }
            return new SnapshotPlan(
                    resources.revision(),
                    slots,
                    new CallNamespace(slots, settings.defaultNamespace()),
                    settings.configRootNamespace(),
                    List.copyOf(handlers.values()),
                    rules,
                    instances.size());
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
                                resource.id().shortName(),
                                adapter.get(),
                                parameters.get(),
                                resource.options().failurePolicy(),
                                limit == null ? settings.timeLimit() : limit,
                                bound == null ? HandlerSpec.DEFAULT_MAX_CONCURRENT_CALLS : bound));
            }
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // the record is of the adapter's own type
        private Optional<Record> bind(InstalledAdapter adapter, HandlerResource resource, ProblemScope scope) {
            var bound = binder.bind((Class<Record>) adapter.parametersType(), resource.params(), scope);
            if (bound.isPresent()) {
                ParameterProblems.report(((Adapter) adapter.adapter()).validate(bound.get()), resource.params(), scope);
            }
            return bound;
        }

        private void instance(InstanceResource resource) {
            var template = catalog.template(resource.template().text());
            if (template.isEmpty()) {
                return; // the reader has said so
            }
            var scope = problems.scope(resource.id().toString());
            if (AttributesInstance.class.isAssignableFrom(template.get())
                    || !resource.attributeBindings().isEmpty()) {
                scope.field("attributeBindings")
                        .error(resource.place(), "attribute producers are not supported by this version");
                return;
            }
            var places = new HashMap<String, SourceText>();
            var tree = tree(resource.params(), "", places, scope.field(resource.paramsField()));
            switch (InstanceBuilder.compile(template.get(), tree, slots)) {
                case InstanceBuilder.Result.Built(var builder) ->
                    instances.put(
                            resource,
                            new ConfiguredInstance(
                                    instances.size(),
                                    resource.id().shortName(),
                                    resource.id().name(),
                                    builder));
                case InstanceBuilder.Result.Failed(var faults) ->
                    faults.forEach(fault -> report(fault, resource, places, scope));
            }
        }

        private void report(
                FieldProblem fault, InstanceResource resource, Map<String, SourceText> places, ProblemScope scope) {
            var field = scope.field(
                    fault.path().isEmpty() ? resource.paramsField() : resource.paramsField() + "." + fault.path());
            var source = places.get(fault.path());
            var expression = fault.expression();
            if (source != null) {
                field.error(expression == null ? source.place() : source.placeAt(expression.offset()), fault.message());
            } else {
                field.error(ParameterProblems.placeOf(resource.params(), fault.path()), fault.message());
            }
        }

        private FieldTree.Branch tree(
                YamlNode.Mapping mapping, String path, Map<String, SourceText> places, ProblemScope scope) {
            var fields = new LinkedHashMap<String, FieldTree>();
            for (var entry : mapping.entries()) {
                var inner = path.isEmpty() ? entry.name() : path + "." + entry.name();
                switch (entry.value()) {
                    case YamlNode.Mapping nested -> fields.put(entry.name(), tree(nested, inner, places, scope));
                    case YamlNode.Scalar scalar -> {
                        if (!scalar.isNull()) {
                            places.put(inner, scalar.source());
                            places.putIfAbsent(camel(inner), scalar.source());
                            fields.put(entry.name(), new FieldTree.Leaf(scalar.text()));
                        }
                    }
                    case YamlNode.Sequence list ->
                        scope.field(inner).error(list.place(), "expected an expression or fields, not a list");
                }
            }
            return new FieldTree.Branch(fields);
        }

        private static String camel(String snake) {
            var out = new StringBuilder();
            for (int i = 0; i < snake.length(); i++) {
                char c = snake.charAt(i);
                if (c == '_' && i + 1 < snake.length()) {
                    out.append(Character.toUpperCase(snake.charAt(++i)));
                } else {
                    out.append(c);
                }
            }
            return out.toString();
        }

        private SnapshotPlan.PlannedRule rule(ResolvedRule resolved) {
            var rule = resolved.rule();
            var scope = problems.scope(rule.id().toString());
            var source = rule.match();
            var match = source == null || source.text().isBlank()
                    ? null
                    : check(source, ValueType.BOOL, scope.field("spec.match"));
            if (rule.sampling() != null) {
                scope.field("spec.sampling").error(rule.place(), "sampling is not supported by this version");
            }
            var actions = new ArrayList<SnapshotPlan.PlannedAction>();
            for (int i = 0; i < resolved.actions().size(); i++) {
                actions(
                        resolved.actions().get(i),
                        rule.place(),
                        scope.field("spec.actions").index(i),
                        actions);
            }
            var headers = new ArrayList<HeaderTemplate>();
            headers(rule.requestHeaderOperations(), HeaderOperation.Target.REQUEST, scope, headers);
            headers(rule.responseHeaderOperations(), HeaderOperation.Target.RESPONSE, scope, headers);
            return new SnapshotPlan.PlannedRule(
                    rule.id().shortName(),
                    rule.id().namespace(),
                    rule.place().toString(),
                    match == null ? null : match.compile(slots),
                    match == null ? new Condition.Opaque() : match.condition(slots),
                    actions,
                    headers);
        }

        private void actions(
                ResolvedRule.ResolvedAction action,
                Place place,
                ProblemScope scope,
                List<SnapshotPlan.PlannedAction> planned) {
            var adapter = catalog.adapter(action.handler().adapter().text());
            var handler = handlers.get(action.handler());
            for (var resource : action.instances()) {
                Class<? extends Instance> template =
                        catalog.template(resource.template().text()).orElse(null);
                if (adapter.isPresent()
                        && template != null
                        && !adapter.get().templates().contains(template)) {
                    scope.field("instances")
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
                    planned.add(new SnapshotPlan.PlannedAction(handler.name(), instance));
                }
            }
        }

        private void headers(
                List<HeaderChange> changes,
                HeaderOperation.Target target,
                ProblemScope scope,
                List<HeaderTemplate> headers) {
            var field = scope.field(
                    target == HeaderOperation.Target.REQUEST
                            ? "spec.requestHeaderOperations"
                            : "spec.responseHeaderOperations");
            for (int i = 0; i < changes.size(); i++) {
                var change = changes.get(i);
                var values = new ArrayList<CompiledExpression>();
                for (var value : change.values()) {
                    var checked = check(value, ValueType.STRING, field.index(i).field("values"));
                    if (checked != null) {
                        values.add(checked.compile(slots));
                    }
                }
                headers.add(new HeaderTemplate(
                        target, change.operation(), change.name().text(), values));
            }
        }

        private @Nullable CheckedExpression check(SourceText source, ValueType type, ProblemScope scope) {
            try {
                return Expression.parse(source.text()).check(slots.vocabulary(), type, SymbolResolver.NONE);
            } catch (ExpressionException e) {
                e.problems().forEach(fault -> scope.error(source.placeAt(fault.offset()), fault.message()));
                return null;
            }
        }
    }
}

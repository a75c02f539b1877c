package dev.mixer.engine.config;

import dev.mixer.engine.config.bind.ParameterProblems;
import dev.mixer.engine.config.bind.RecordBinder;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.spec.AttributeBindings;
import dev.mixer.engine.config.spec.AuthorizationScopeSpec;
import dev.mixer.engine.config.spec.HandlerOptions;
import dev.mixer.engine.config.spec.HandlerSpec;
import dev.mixer.engine.config.spec.InstanceSpec;
import dev.mixer.engine.config.spec.ManifestSpec;
import dev.mixer.engine.config.spec.QuotaSpec;
import dev.mixer.engine.config.spec.QuotaSpecBinding;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.config.yaml.YamlNode.Scalar;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what stands under {@code spec}, kind by kind. Empty results have been reported. */
final class SpecReader {
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");

    private final KnownKinds kinds;
    private final RecordBinder binder;
    private final RuleReader rules;
    private final PolicyReader policies;

    SpecReader(KnownKinds kinds, RecordBinder binder) {
        this.kinds = kinds;
        this.binder = binder;
        this.rules = new RuleReader(binder);
        this.policies = new PolicyReader(binder);
    }

    Optional<Resource> read(ResourceId id, Mapping document, ProblemScope resource) {
        YamlNode spec = document.get("spec").orElse(Mapping.empty(document.place()));
        ProblemScope scope = resource.field("spec");
        int errorsBefore = scope.problems().errorCount();
        Optional<? extends Resource> read = switch (id.kind()) {
            case "handler" -> readHandler(id, document, spec, scope);
            case "instance" -> readInstance(id, document, spec, scope);
            case "rule" -> rules.read(id, document, spec, scope);
            case "attributemanifest" -> readManifest(id, document, spec, scope);
            case "QuotaSpec" ->
                binder.bind(QuotaSpec.class, spec, scope).map(_ -> new ClientResource(id, document.place()));
            case "QuotaSpecBinding" ->
                binder.bind(QuotaSpecBinding.class, spec, scope).map(_ -> new ClientResource(id, document.place()));
            case "AuthorizationScope" ->
                binder.bind(AuthorizationScopeSpec.class, spec, scope)
                        .map(bound -> new ScopeResource(id, document.place(), bound));
            default ->
                PolicyReader.KINDS.contains(id.kind())
                        ? policies.read(id, document, spec, scope)
                        : readOlderForm(id, document, spec, scope);
        };
        boolean faultless = scope.problems().errorCount() == errorsBefore;
        return faultless ? read.map(Resource.class::cast) : Optional.empty();
    }

    private Optional<HandlerResource> readHandler(ResourceId id, Mapping document, YamlNode spec, ProblemScope scope) {
        HandlerSpec bound = binder.bind(HandlerSpec.class, spec, scope).orElse(null);
        if (bound == null) {
            return Optional.empty();
        }
        reportWhatIsToCome(bound, spec, scope);
        SourceText adapter = bound.compiledAdapter();
        if (adapter == null) {
            if (bound.adapter() == null && bound.connection() == null) {
                scope.field("compiledAdapter")
                        .error(spec.place(), "is required; installed: " + DidYouMean.list(kinds.adapters()));
            }
            return Optional.empty();
        }
        requireKnown("adapter", adapter, kinds.adapters(), scope.field("compiledAdapter"));
        Optional<Mapping> params = params(bound.params(), document, scope.field("params"));
        return params.map(
                mapping -> new HandlerResource(id, document.place(), adapter, mapping, "spec.params", bound.options()));
    }

    private static void reportWhatIsToCome(HandlerSpec bound, YamlNode spec, ProblemScope scope) {
        if (bound.adapter() != null || bound.connection() != null) {
            String field = bound.adapter() != null ? "adapter" : "connection";
            scope.field(field)
                    .error(
                            ParameterProblems.placeOf(spec, field),
                            "adapters in other processes are not supported yet; name an installed one as compiledAdapter");
        }
    }

    private Optional<InstanceResource> readInstance(
            ResourceId id, Mapping document, YamlNode spec, ProblemScope scope) {
        InstanceSpec bound = binder.bind(InstanceSpec.class, spec, scope).orElse(null);
        if (bound == null) {
            return Optional.empty();
        }
        SourceText template = bound.templateName();
        String field = bound.compiledTemplate() != null ? "compiledTemplate" : "template";
        requireKnown("template", template, kinds.templates(), scope.field(field));
        Optional<Mapping> params = params(bound.params(), document, scope.field("params"));
        return params.map(mapping -> new InstanceResource(
                id, document.place(), template, mapping, "spec.params", bound.attributeBindings()));
    }

    private static void requireKnown(String what, SourceText name, Set<String> known, ProblemScope scope) {
        if (!known.contains(name.text())) {
            scope.error(
                    name.place(), "no " + what + " '" + name + "' is installed" + DidYouMean.hint(name.text(), known));
        }
    }

    /** The kind is an adapter or a template, and the spec is its parameters. */
    private Optional<? extends Resource> readOlderForm(
            ResourceId id, Mapping document, YamlNode spec, ProblemScope scope) {
        Mapping all = params(spec, document, scope).orElse(null);
        if (all == null) {
            return Optional.empty();
        }
        YamlNode kind = document.get("kind").orElse(document);
        SourceText name = kind instanceof Scalar scalar ? scalar.source() : SourceText.of(id.kind(), document.place());
        // A name that both have, such as apikey, was a template's in the original.
        if (!kinds.templates().contains(id.kind())) {
            return Optional.of(new HandlerResource(id, document.place(), name, all, "spec", HandlerOptions.DEFAULT));
        }
        List<YamlNode.Entry> fields = new ArrayList<>(all.entries());
        fields.removeIf(SpecReader::isAttributeBindings);
        List<YamlNode.Entry> bindings =
                all.entries().stream().filter(SpecReader::isAttributeBindings).toList();
        var bound = binder.bind(AttributeBindings.class, new Mapping(all.place(), bindings), scope);
        return bound.map(found -> new InstanceResource(
                id, document.place(), name, new Mapping(all.place(), fields), "spec", found.attributeBindings()));
    }

    private static boolean isAttributeBindings(YamlNode.Entry entry) {
        return entry.name().equals("attributeBindings") || entry.name().equals("attribute_bindings");
    }

    private static Optional<Mapping> params(@Nullable YamlNode node, Mapping document, ProblemScope scope) {
        return switch (node) {
            case null -> Optional.of(Mapping.empty(document.place()));
            case Mapping mapping -> Optional.of(mapping);
            case Scalar scalar when scalar.isNull() -> Optional.of(Mapping.empty(scalar.place()));
            default -> {
                scope.error(node.place(), "must be a mapping, not " + node.describe());
                yield Optional.empty();
            }
        };
    }

    private Optional<AttributeManifestResource> readManifest(
            ResourceId id, Mapping document, YamlNode spec, ProblemScope scope) {
        ManifestSpec bound = binder.bind(ManifestSpec.class, spec, scope).orElse(null);
        List<AttributeManifestResource.Declaration> declarations = new ArrayList<>();
        if (spec instanceof Mapping fields && fields.get("attributes").orElse(null) instanceof Mapping attributes) {
            for (YamlNode.Entry entry : attributes.entries()) {
                if (!ATTRIBUTE.matcher(entry.name()).matches()) {
                    scope.field("attributes")
                            .key(entry.name())
                            .error(entry.key().place(), "is not an attribute name such as source.labels");
                }
                var attribute = bound == null ? null : bound.attributes().get(entry.name());
                if (attribute != null) {
                    declarations.add(new AttributeManifestResource.Declaration(
                            entry.key().source(), attribute.valueType(), attribute.description()));
                }
            }
        }
        return Optional.of(new AttributeManifestResource(id, document.place(), declarations));
    }
}

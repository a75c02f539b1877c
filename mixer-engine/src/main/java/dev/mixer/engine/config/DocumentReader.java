package dev.mixer.engine.config;

import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.config.yaml.YamlNode.Scalar;
import dev.mixer.engine.config.yaml.YamlNode.Sequence;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what is around a spec: API group, kind and metadata. One object serves one configuration. */
final class DocumentReader {
    private static final List<String> FIELDS = List.of("apiVersion", "kind", "metadata", "spec", "status");

    private final KnownKinds kinds;
    private final Namespaces namespaces;
    private final SpecReader specs;
    private final RateLimitReader rateLimits;
    private final Problems problems;
    private final List<Resource> resources = new ArrayList<>();
    private final List<ResourceId> faulty = new ArrayList<>();
    private final Map<ResourceId, Place> seen = new HashMap<>();
    private final SortedMap<String, Integer> skipped = new TreeMap<>();
    private final KnownWorkloads.Collector workloads;

    DocumentReader(
            KnownKinds kinds, Namespaces namespaces, SpecReader specs, RateLimitReader rateLimits, Problems problems) {
        this.kinds = kinds;
        this.namespaces = namespaces;
        this.specs = specs;
        this.rateLimits = rateLimits;
        this.problems = problems;
        this.workloads = new KnownWorkloads.Collector(namespaces.fallback());
    }

    ResourceSet toSet(String revision) {
        List<Resource> ordered =
                resources.stream().sorted(namespaces.configurationOrder()).toList();
        return new ResourceSet(
                revision,
                ResourceSet.only(HandlerResource.class, ordered),
                ResourceSet.only(InstanceResource.class, ordered),
                ResourceSet.only(RuleResource.class, ordered),
                ResourceSet.only(AttributeManifestResource.class, ordered),
                ResourceSet.only(ClientResource.class, ordered),
                ResourceSet.only(PolicyResource.class, ordered),
                ResourceSet.only(ScopeResource.class, ordered),
                ResourceSet.only(RateLimitFile.class, ordered),
                faulty,
                skipped,
                workloads.toWorkloads());
    }

    void read(YamlNode node) {
        if (!(node instanceof Mapping document)) {
            problems.error(
                    node.place(),
                    "a document must be a mapping with apiVersion, kind, metadata and spec, not " + node.describe());
            return;
        }
        if (RateLimitReader.isRateLimitFile(document)) {
            rateLimits.read(document).ifPresent(resources::add);
            return;
        }
        boolean isList = document.get("kind").filter(DocumentReader::isList).isPresent();
        Optional<YamlNode> items = document.get("items");
        if (isList && items.isPresent()) {
            readItems(items.get());
            return;
        }
        Optional<String> kind = text(document, "kind");
        Optional<String> apiVersion = text(document, "apiVersion");
        if (kind.isPresent() && apiVersion.isPresent()) {
            readKind(document, apiVersion.get(), kind.get());
        }
    }

    private static boolean isList(YamlNode kind) {
        return kind instanceof Scalar scalar && scalar.text().equals("List");
    }

    private Optional<String> text(Mapping document, String field) {
        Optional<YamlNode> value = document.get(field);
        if (value.isPresent() && value.get() instanceof Scalar scalar && !scalar.isNull()) {
            return Optional.of(scalar.text());
        }
        List<String> names =
                document.entries().stream().map(YamlNode.Entry::name).toList();
        String hint = DidYouMean.nearest(field, names)
                .filter(near -> !FIELDS.contains(near))
                .map(near -> "; '" + near + "' looks like it")
                .orElse("");
        Place place = value.map(YamlNode::place).orElse(document.place());
        problems.scope("").field(field).error(place, "is required and must be text" + hint);
        return Optional.empty();
    }

    private void readItems(YamlNode items) {
        if (items instanceof Sequence list) {
            list.items().forEach(this::read);
        } else {
            problems.scope("List").field("items").error(items.place(), "must be a list, not " + items.describe());
        }
    }

    private void readKind(Mapping document, String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        String groupName = slash < 0 ? "" : apiVersion.substring(0, slash);
        Optional<ApiGroup> group = ApiGroup.of(slash < 0 ? apiVersion : groupName);
        Place versionPlace = document.get("apiVersion").map(YamlNode::place).orElse(document.place());
        if (group.isEmpty()) {
            if (skipOrRefuse(groupName, kind, versionPlace)) {
                workloads.note(groupName, kind, document);
            }
            return;
        }
        String version = apiVersion.substring(slash + 1);
        if (slash < 0 || !group.get().versions().contains(version)) {
            problems.scope(kind)
                    .field("apiVersion")
                    .error(
                            versionPlace,
                            "'" + apiVersion + "' is not known; write " + String.join(" or ", versionsOf(group.get())));
            return;
        }
        readOurs(document, group.get(), kind);
    }

    private static List<String> versionsOf(ApiGroup group) {
        return group.versions().stream()
                .sorted()
                .map(version -> group.text() + "/" + version)
                .toList();
    }

    /** Foreign kinds are passed over; ours under a mistyped group must not be, as that would allow what they forbid. */
    private boolean skipOrRefuse(String group, String kind, Place place) {
        List<ApiGroup> owners = Arrays.stream(ApiGroup.values())
                .filter(known -> kindsOf(known).contains(kind))
                .toList();
        boolean ours = !owners.isEmpty() && (group.isEmpty() || ApiGroup.looksLikeOne(group));
        if (ours) {
            List<String> versions =
                    owners.stream().flatMap(owner -> versionsOf(owner).stream()).toList();
            problems.scope(kind)
                    .field("apiVersion")
                    .error(place, "the kind '" + kind + "' is of " + String.join(" or ", versions));
            return false;
        }
        skipped.merge(kind, 1, Integer::sum);
        return true;
    }

    private void readOurs(Mapping document, ApiGroup group, String kind) {
        boolean older = group == ApiGroup.CONFIG
                && (kinds.adapters().contains(kind) || kinds.templates().contains(kind));
        boolean toCome = group.kindsToCome().contains(kind) && !older;
        if (!toCome && !older && !group.kinds().contains(kind)) {
            Place place = document.get("kind").map(YamlNode::place).orElse(document.place());
            problems.scope(kind)
                    .field("kind")
                    .error(place, group.text() + " has no such kind" + DidYouMean.hint(kind, kindsOf(group)));
            return;
        }
        Optional<ResourceId> id = readId(document, kind);
        if (id.isEmpty()) {
            return;
        }
        ProblemScope scope = problems.scope(id.get().toString());
        reportUnknownFields(document, scope);
        Place first = seen.putIfAbsent(id.get(), document.place());
        if (first != null) {
            scope.error(document.place(), "stands here a second time; the first is at " + first);
        } else if (toCome) {
            scope.error(
                    document.place(),
                    group == ApiGroup.CONFIG
                            ? "adapters in other processes are not supported yet"
                            : "this version does not enforce " + kind + " yet; remove it, so that nobody relies on it");
        } else {
            readSpec(document, id.get(), scope);
        }
    }

    private void readSpec(Mapping document, ResourceId id, ProblemScope scope) {
        Optional<Resource> resource = specs.read(id, document, scope);
        if (resource.isPresent()) {
            resources.add(resource.get());
        } else {
            faulty.add(id);
        }
    }

    private Collection<String> kindsOf(ApiGroup group) {
        var all = new TreeSet<String>(group.kinds());
        all.addAll(group.kindsToCome());
        if (group == ApiGroup.CONFIG) {
            all.removeAll(group.kindsToCome());
            all.addAll(kinds.adapters());
            all.addAll(kinds.templates());
        }
        return all;
    }

    private static void reportUnknownFields(Mapping document, ProblemScope scope) {
        for (YamlNode.Entry entry : document.entries()) {
            if (!FIELDS.contains(entry.name())) {
                scope.field(entry.name())
                        .error(entry.key().place(), "unknown field" + DidYouMean.hint(entry.name(), FIELDS));
            }
        }
    }

    private Optional<ResourceId> readId(Mapping document, String kind) {
        ProblemScope scope = problems.scope(kind).field("metadata");
        YamlNode metadata = document.get("metadata").orElse(null);
        if (!(metadata instanceof Mapping fields)) {
            scope.error(metadata == null ? document.place() : metadata.place(), "is required, with a name");
            return Optional.empty();
        }
        Optional<String> name = metadataText(fields, "name", scope);
        if (fields.get("name").isEmpty()) {
            scope.field("name").error(fields.place(), "is required");
        }
        boolean namespaced =
                fields.get("namespace").filter(DocumentReader::isGiven).isPresent();
        Optional<String> namespace =
                namespaced ? metadataText(fields, "namespace", scope) : Optional.of(namespaces.fallback());
        if (name.isEmpty() || namespace.isEmpty()) {
            return Optional.empty();
        }
        var id = new ResourceId(kind, name.get(), namespace.get());
        boolean referred =
                !kind.equals("rule") && !kind.equals("attributemanifest") && !Character.isUpperCase(kind.charAt(0));
        if (referred && !ResourceNames.isLabel(id.name())) {
            scope.field("name")
                    .error(
                            fields.get("name").orElse(fields).place(),
                            "'" + id.name() + "' must not hold dots: references such as name.namespace divide there");
            return Optional.empty();
        }
        return Optional.of(id);
    }

    private static boolean isGiven(YamlNode node) {
        return !(node instanceof Scalar scalar)
                || (!scalar.isNull() && !scalar.text().isEmpty());
    }

    private static Optional<String> metadataText(Mapping fields, String field, ProblemScope scope) {
        YamlNode value = fields.get(field).orElse(null);
        if (value == null) {
            return Optional.empty();
        }
        String text = value instanceof Scalar scalar ? scalar.text() : "";
        boolean wellFormed = field.equals("namespace") ? ResourceNames.isLabel(text) : ResourceNames.isSubdomain(text);
        if (!wellFormed) {
            scope.field(field)
                    .error(
                            value.place(),
                            (value instanceof Scalar ? "'" + text + "'" : value.describe())
                                    + " is not a name; use lower-case letters, digits and '-'");
            return Optional.empty();
        }
        return Optional.of(text);
    }
}

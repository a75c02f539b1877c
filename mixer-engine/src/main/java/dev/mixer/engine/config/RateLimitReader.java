package dev.mixer.engine.config;

import dev.mixer.engine.config.bind.RecordBinder;
import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.ratelimit.RateLimitSpec;
import dev.mixer.engine.config.ratelimit.RateLimitSpec.Descriptor;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.config.yaml.YamlNode.Scalar;
import dev.mixer.engine.config.yaml.YamlNode.Sequence;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads rate limit files: documents with {@code domain} and neither {@code kind} nor {@code apiVersion}. One without
 * {@code descriptors} limits nothing, as in the well-known service.
 */
final class RateLimitReader {
    private record Pair(String key, String value) {}

    private final RecordBinder binder;
    private final String namespace;
    private final Problems problems;
    private final boolean mergeDomains;
    private final Map<String, Place> domains = new HashMap<>();
    /** What stands at the top of each domain, in whatever file. */
    private final Map<String, Map<Pair, Place>> tops = new HashMap<>();

    RateLimitReader(RecordBinder binder, String namespace, boolean mergeDomains, Problems problems) {
        this.binder = binder;
        this.namespace = namespace;
        this.mergeDomains = mergeDomains;
        this.problems = problems;
    }

    static boolean isRateLimitFile(Mapping document) {
        return document.entry("kind").isEmpty()
                && document.entry("domain").isPresent()
                && (document.entry("descriptors").isPresent()
                        || document.entry("apiVersion").isEmpty());
    }

    Optional<RateLimitFile> read(Mapping document) {
        int before = problems.errorCount();
        var name = document.get("domain")
                .map(domain -> domain instanceof Scalar scalar ? scalar.text() : "")
                .orElse("");
        var scope = problems.scope(name.isEmpty() ? "rate limits" : "rate limits of " + name);
        var spec = binder.bind(RateLimitSpec.class, document, scope);
        if (spec.isEmpty()) {
            return Optional.empty();
        }
        var place = spec.get().domain().place();
        var first = domains.putIfAbsent(name, place);
        if (first != null && !mergeDomains) {
            scope.field("domain").error(place, "stands here a second time; the first is at " + first);
        }
        var names = new HashSet<String>();
        collectNames(spec.get().descriptors(), names);
        var top = mergeDomains ? tops.computeIfAbsent(name, _ -> new HashMap<>()) : new HashMap<Pair, Place>();
        check(spec.get().descriptors(), items(document), top, names, scope.field("descriptors"));
        return problems.errorCount() == before
                ? Optional.of(
                        new RateLimitFile(new ResourceId("rate limits", name, namespace), document.place(), spec.get()))
                : Optional.empty();
    }

    private static void collectNames(List<Descriptor> descriptors, Set<String> names) {
        for (var descriptor : descriptors) {
            var limit = descriptor.rateLimit();
            if (limit != null) {
                names.add(limit.name());
            }
            collectNames(descriptor.descriptors(), names);
        }
    }

    private static List<YamlNode> items(YamlNode descriptors) {
        return child(descriptors, "descriptors")
                .map(list -> list instanceof Sequence sequence ? sequence.items() : List.<YamlNode>of())
                .orElse(List.of());
    }

    /** A field in either spelling. */
    private static Optional<YamlNode> child(YamlNode node, String name) {
        return node instanceof Mapping mapping
                ? mapping.entries().stream()
                        .filter(entry -> entry.name().replace("_", "").equalsIgnoreCase(name))
                        .map(YamlNode.Entry::value)
                        .findFirst()
                : Optional.empty();
    }

    private void check(
            List<Descriptor> descriptors,
            List<YamlNode> written,
            Map<Pair, Place> seen,
            Set<String> names,
            ProblemScope scope) {
        for (int i = 0; i < descriptors.size(); i++) {
            var descriptor = descriptors.get(i);
            var own = scope.index(i);
            var place = descriptor.key().place();
            var first = seen.putIfAbsent(new Pair(descriptor.key().text(), descriptor.valueText()), place);
            if (first != null) {
                own.error(place, "the same key and value stand here a second time; the first are at " + first);
            }
            if (descriptor.shareThreshold() && !descriptor.isWildcard()) {
                own.field("share_threshold").warning(place, "does nothing without a value that holds '*'");
            }
            warnOfNone(descriptor, written.get(i), own);
            var metadata = descriptor.metadata();
            if (metadata != null && !(metadata instanceof Mapping)) {
                own.field("metadata").error(metadata.place(), "must be a mapping, not " + metadata.describe());
            }
            checkReplaced(descriptor, names, own);
            check(descriptor.descriptors(), items(written.get(i)), new HashMap<>(), names, own.field("descriptors"));
        }
    }

    /** The well-known service takes a limit of 0, so files must; whoever left out a digit should hear of it. */
    private static void warnOfNone(Descriptor descriptor, YamlNode written, ProblemScope scope) {
        var limit = descriptor.rateLimit();
        var requests = limit == null ? null : limit.requestsPerUnit();
        if (limit != null && !limit.unlimited() && requests != null && requests.value() == 0) {
            var place = child(written, "ratelimit")
                    .flatMap(rateLimit -> child(rateLimit, "requestsperunit"))
                    .map(YamlNode::place)
                    .orElse(descriptor.key().place());
            scope.field("rate_limit").field("requests_per_unit").warning(place, "0 refuses every request");
        }
    }

    private void checkReplaced(Descriptor descriptor, Set<String> names, ProblemScope scope) {
        var limit = descriptor.rateLimit();
        if (limit == null) {
            return;
        }
        for (int i = 0; i < limit.replaces().size(); i++) {
            var replaced = limit.replaces().get(i).name();
            var own = scope.field("rate_limit").field("replaces").index(i).field("name");
            if (replaced.text().isEmpty() || replaced.text().equals(limit.name())) {
                own.error(replaced.place(), "must be the name of another limit");
            } else if (!mergeDomains && !names.contains(replaced.text())) { // another file may have it
                own.warning(replaced.place(), "no limit of this domain has the name '" + replaced + "'");
            }
        }
    }
}

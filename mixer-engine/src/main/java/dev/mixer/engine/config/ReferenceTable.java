package dev.mixer.engine.config;

import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Handlers or instances by name, for references. */
final class ReferenceTable<R extends Resource> {
    private record Key(String name, String namespace) {}

    private final String kind;
    private final Function<R, String> olderKind;
    private final List<R> resources;
    private final Map<Key, List<R>> byName = new HashMap<>();
    private final Set<Key> faulty = new HashSet<>();

    /**
     * A table.
     *
     * @param kind {@code handler} or {@code instance}
     * @param olderKind the kind that a resource has in the older form, its adapter or template
     * @param faulty what stands in the files but could not be read
     */
    ReferenceTable(String kind, List<R> resources, Function<R, String> olderKind, List<ResourceId> faulty) {
        this.kind = kind;
        this.olderKind = olderKind;
        this.resources = List.copyOf(resources);
        for (R resource : resources) {
            byName.computeIfAbsent(keyOf(resource.id()), _ -> new ArrayList<>()).add(resource);
        }
        faulty.forEach(id -> this.faulty.add(keyOf(id)));
    }

    private static Key keyOf(ResourceId id) {
        return new Key(id.name(), id.namespace());
    }

    /** What a rule of {@code namespace} means by a reference; empty: reported, or the resource itself has been. */
    Optional<R> find(Reference reference, String namespace, ProblemScope scope) {
        List<R> found = candidates(reference, namespace);
        if (found.size() > 1) {
            // In its own form a resource is meant before one of the older form that happens to share the name.
            List<R> newForm =
                    found.stream().filter(r -> r.id().kind().equals(kind)).toList();
            found = newForm.size() == 1 && reference.parts().size() != 2 ? newForm : found;
        }
        if (found.size() == 1) {
            return Optional.of(found.getFirst());
        }
        if (found.size() > 1) {
            scope.error(
                    reference.source().place(),
                    "'" + reference + "' may mean "
                            + String.join(
                                    " or ", found.stream().map(this::fullName).toList())
                            + "; write one of these");
        } else if (keys(reference, namespace).stream().noneMatch(faulty::contains)) {
            scope.error(reference.source().place(), missing(reference, namespace));
        }
        return Optional.empty();
    }

    private List<R> candidates(Reference reference, String namespace) {
        List<String> parts = reference.parts();
        return switch (parts.size()) {
            case 1 -> named(parts.getFirst(), namespace);
            case 2 -> {
                var found = new ArrayList<>(ofKind(parts.get(1), named(parts.getFirst(), namespace)));
                named(parts.getFirst(), parts.get(1)).stream()
                        .filter(resource -> !found.contains(resource))
                        .forEach(found::add);
                yield found;
            }
            default -> ofKind(parts.get(1), named(parts.getFirst(), parts.get(2)));
        };
    }

    private static List<Key> keys(Reference reference, String namespace) {
        List<String> parts = reference.parts();
        return List.of(new Key(parts.getFirst(), namespace), new Key(parts.getFirst(), parts.getLast()));
    }

    private List<R> named(String name, String namespace) {
        return byName.getOrDefault(new Key(name, namespace), List.of());
    }

    private List<R> ofKind(String wanted, List<R> all) {
        return all.stream()
                .filter(resource -> resource.id().kind().equals(wanted)
                        || olderKind.apply(resource).equals(wanted))
                .toList();
    }

    private String fullName(R resource) {
        return "'" + resource.id().name() + "." + resource.id().kind() + "."
                + resource.id().namespace() + "'";
    }

    private String missing(Reference reference, String namespace) {
        String wanted = reference.toString();
        String where = reference.parts().size() == 1 ? " in namespace " + namespace : "";
        String head = "there is no " + kind + " '" + wanted + "'" + where;
        List<R> elsewhere = resources.stream()
                .filter(resource -> resource.id().name().equals(reference.name()))
                .toList();
        if (!elsewhere.isEmpty()) {
            return head + DidYouMean.question(nameFrom(namespace, elsewhere.getFirst()));
        }
        var known = new TreeSet<String>();
        resources.forEach(resource -> known.add(nameFrom(namespace, resource)));
        Optional<String> near = DidYouMean.nearest(wanted, known).or(() -> DidYouMean.nearest(reference.name(), known));
        return near.map(name -> head + DidYouMean.question(name))
                .orElse(head + (known.isEmpty() ? "; there is none at all" : "; there are: " + DidYouMean.list(known)));
    }

    /** How a rule of {@code namespace} names a resource. */
    private String nameFrom(String namespace, R resource) {
        return resource.id().namespace().equals(namespace)
                ? resource.id().name()
                : resource.id().shortName();
    }
}

package dev.mixer.engine.config;

import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.config.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What documents of other kinds (Deployment, Service, Gateway and their like) tell of who is called: enough to doubt a selector,
 * never to decide a call.
 *
 * @param namespaces for which a Namespace stands in the files
 * @param labels of the workloads of each namespace
 * @param services their names by namespace
 * @param gateways their names by namespace
 */
public record KnownWorkloads(
        Set<String> namespaces,
        Map<String, List<Map<String, String>>> labels,
        Map<String, Set<String>> services,
        Map<String, Set<String>> gateways) {
    private static final String GATEWAYS = "gateway.networking.k8s.io";

    public KnownWorkloads {
        namespaces = Set.copyOf(namespaces);
        labels = Map.copyOf(labels);
        services = Map.copyOf(services);
        gateways = Map.copyOf(gateways);
    }

    /** Whether something of a namespace is known. */
    public boolean knows(String namespace) {
        return namespaces.contains(namespace)
                || labels.containsKey(namespace)
                || services.containsKey(namespace)
                || gateways.containsKey(namespace);
    }

    /** Reads documents one by one. What is not as expected is passed over: others judge it. */
    static final class Collector {
        private final String fallback;
        private final Set<String> namespaces = new HashSet<>();
        private final Map<String, List<Map<String, String>>> labels = new HashMap<>();
        private final Map<String, Set<String>> services = new HashMap<>();
        private final Map<String, Set<String>> gateways = new HashMap<>();

        /** @param fallback the namespace of documents that name none */
        Collector(String fallback) {
            this.fallback = fallback;
        }

        void note(String group, String kind, Mapping document) {
            var metadata = mapping(document, "metadata");
            var name = metadata.flatMap(fields -> text(fields, "name"));
            var namespace = metadata.flatMap(fields -> text(fields, "namespace"))
                    .filter(text -> !text.isEmpty())
                    .orElse(fallback);
            if (group.isEmpty() && kind.equals("Namespace")) {
                name.ifPresent(namespaces::add);
            } else if (group.isEmpty() && kind.equals("Service")) {
                name.ifPresent(given -> put(services, namespace, given));
            } else if (group.equals(GATEWAYS) && kind.equals("Gateway")) {
                name.ifPresent(given -> put(gateways, namespace, given));
            } else {
                workload(group, kind, document)
                        .flatMap(owner -> mapping(owner, "labels"))
                        .ifPresent(given -> labels.computeIfAbsent(namespace, _ -> new ArrayList<>())
                                .add(texts(given)));
            }
        }

        /** What the labels of a document's workloads stand in: any kind with a template of pods makes some. */
        private static Optional<Mapping> workload(String group, String kind, Mapping document) {
            if (group.isEmpty() && kind.equals("Pod")) {
                return mapping(document, "metadata");
            }
            var spec = mapping(document, "spec");
            return switch (kind) {
                case "CronJob" ->
                    spec.flatMap(fields -> mapping(fields, "jobTemplate"))
                            .flatMap(fields -> mapping(fields, "spec"))
                            .flatMap(Collector::template);
                case "WorkloadEntry" -> spec;
                case "WorkloadGroup" -> spec.flatMap(fields -> mapping(fields, "metadata"));
                default -> spec.flatMap(Collector::template);
            };
        }

        private static Optional<Mapping> template(Mapping spec) {
            return mapping(spec, "template").flatMap(template -> mapping(template, "metadata"));
        }

        private static void put(Map<String, Set<String>> names, String namespace, String name) {
            names.computeIfAbsent(namespace, _ -> new HashSet<>()).add(name);
        }

        private static Optional<Mapping> mapping(Mapping fields, String name) {
            return fields.get(name).filter(Mapping.class::isInstance).map(Mapping.class::cast);
        }

        private static Optional<String> text(Mapping fields, String name) {
            return fields.get(name).filter(Scalar.class::isInstance).map(node -> ((Scalar) node).text());
        }

        private static Map<String, String> texts(Mapping fields) {
            var texts = new HashMap<String, String>();
            for (YamlNode.Entry entry : fields.entries()) {
                if (entry.value() instanceof Scalar scalar) {
                    texts.put(entry.name(), scalar.text());
                }
            }
            return Map.copyOf(texts);
        }

        KnownWorkloads toWorkloads() {
            return new KnownWorkloads(namespaces, labels, services, gateways);
        }
    }
}

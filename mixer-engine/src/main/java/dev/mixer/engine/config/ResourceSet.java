package dev.mixer.engine.config;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All resources of one configuration, each list in configuration order.
 *
 * @param revision which files it came from
 * @param handlers configured adapters
 * @param instances templates with expressions
 * @param rules what is done with calls
 * @param manifests attributes beside the standard ones
 * @param clientResources what Mixer clients read, not this host
 * @param skipped kinds of other API groups with how many documents of them were passed over
 */
public record ResourceSet(
        String revision,
        List<HandlerResource> handlers,
        List<InstanceResource> instances,
        List<RuleResource> rules,
        List<AttributeManifestResource> manifests,
        List<ClientResource> clientResources,
        SortedMap<String, Integer> skipped) {
    public ResourceSet {
        handlers = List.copyOf(handlers);
        instances = List.copyOf(instances);
        rules = List.copyOf(rules);
        manifests = List.copyOf(manifests);
        clientResources = List.copyOf(clientResources);
        skipped = Collections.unmodifiableSortedMap(new TreeMap<>(skipped));
    }

    /** A set of {@code resources}, put into configuration order. */
    static ResourceSet of(
            String revision, List<Resource> resources, Namespaces namespaces, SortedMap<String, Integer> skipped) {
        List<Resource> ordered =
                resources.stream().sorted(namespaces.configurationOrder()).toList();
        return new ResourceSet(
                revision,
                only(HandlerResource.class, ordered),
                only(InstanceResource.class, ordered),
                only(RuleResource.class, ordered),
                only(AttributeManifestResource.class, ordered),
                only(ClientResource.class, ordered),
                skipped);
    }

    private static <R extends Resource> List<R> only(Class<R> type, List<Resource> resources) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }
}

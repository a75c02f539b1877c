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
 * @param policies who may call what
 * @param scopes whom the HTTP front answers
 * @param rateLimits limits that sidecars ask for by domain
 * @param faulty what stands in the files with errors, so that references to it need no second complaint
 * @param skipped kinds of other API groups with how many documents of them were passed over
 * @param workloads what these documents tell of who is called
 */
public record ResourceSet(
        String revision,
        List<HandlerResource> handlers,
        List<InstanceResource> instances,
        List<RuleResource> rules,
        List<AttributeManifestResource> manifests,
        List<ClientResource> clientResources,
        List<PolicyResource> policies,
        List<ScopeResource> scopes,
        List<RateLimitFile> rateLimits,
        List<ResourceId> faulty,
        SortedMap<String, Integer> skipped,
        KnownWorkloads workloads) {
    public ResourceSet {
        handlers = List.copyOf(handlers);
        instances = List.copyOf(instances);
        rules = List.copyOf(rules);
        manifests = List.copyOf(manifests);
        clientResources = List.copyOf(clientResources);
        policies = List.copyOf(policies);
        scopes = List.copyOf(scopes);
        rateLimits = List.copyOf(rateLimits);
        faulty = List.copyOf(faulty);
        skipped = Collections.unmodifiableSortedMap(new TreeMap<>(skipped));
    }

    /** All resources of one type, out of a list in configuration order. */
    static <R extends Resource> List<R> only(Class<R> type, List<Resource> resources) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }
}

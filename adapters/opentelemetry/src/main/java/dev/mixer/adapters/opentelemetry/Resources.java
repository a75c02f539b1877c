package dev.mixer.adapters.opentelemetry;

import io.opentelemetry.proto.resource.v1.Resource;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Of whom telemetry is: of the host itself, or of the service that a span is of. */
final class Resources {
    private static final String SERVICE = "service.name";
    private static final String INSTANCE = "service.instance.id";

    private final Map<String, String> attributes;
    private final Resource own;

    Resources(String serviceName, Map<String, String> attributes) {
        this.attributes = Map.copyOf(attributes);
        var mine = new TreeMap<>(attributes);
        mine.put(SERVICE, serviceName);
        // Totals of two hosts must be told apart, and those from before a restart too.
        mine.putIfAbsent(INSTANCE, UUID.randomUUID().toString());
        this.own = build(mine);
    }

    /** @param service empty: the host itself */
    Resource of(String service) {
        if (service.isEmpty()) {
            return own;
        }
        var other = new TreeMap<>(attributes);
        other.put(SERVICE, service);
        return build(other);
    }

    private static Resource build(Map<String, String> attributes) {
        var resource = Resource.newBuilder();
        attributes.forEach((key, value) -> resource.addAttributes(Attributes.of(key, value)));
        return resource.build();
    }
}

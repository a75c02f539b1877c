package dev.mixer.bench;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.AttributeBag;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call as a table: benchmarks of what comes after decoding must not measure decoding. */
record Calls(Map<String, Object> values) implements AttributeBag {
    /** A call of a shop's front page, to one of the hosts that the rules are about. */
    static Calls to(int host) {
        return new Calls(Map.of(
                "request.method",
                "GET",
                "request.host",
                "host" + host + ".example.com",
                "request.path",
                "/path" + host + "/items/7.json",
                "request.headers",
                Map.of("x-tenant", "tenant" + host, "user-agent", "curl/8.5.0", "accept", "*/*"),
                "source.user",
                "cluster.local/ns/shop/sa/front",
                "destination.namespace",
                "shop"));
    }

    @Override
    public @Nullable Object value(Attribute attribute) {
        return values.get(attribute.name());
    }

    @Override
    public @Nullable Object entry(Attribute attribute, String key) {
        return values.get(attribute.name()) instanceof Map<?, ?> map ? map.get(key) : null;
    }
}

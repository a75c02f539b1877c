package dev.mixer.server.front.http;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.scope.AuthorizationScope;
import dev.mixer.envoy.AttributeTable;
import dev.mixer.envoy.AttributeTable.Extractor;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a request that a proxy asks about. No identity is among them: no header is one (contract C5). What the
 * scope states goes before what the request shows.
 */
record RequestBag(AuthorizationScope scope, OriginalRequest request, Instant arrival) implements AttributeBag {
    private static final AttributeTable<OriginalRequest> TABLE = new AttributeTable<>(table());

    private static Map<String, Extractor<OriginalRequest>> table() {
        Map<String, Extractor<OriginalRequest>> table = new HashMap<>();
        table.put("source.ip", OriginalRequest::client);
        table.put("request.headers", request -> request.headers().asMap());
        table.put("request.host", OriginalRequest::host);
        table.put("request.method", OriginalRequest::method);
        table.put("request.path", OriginalRequest::uri);
        table.put("request.scheme", OriginalRequest::scheme);
        table.put("request.useragent", request -> request.headers().get("user-agent"));
        table.put("request.referer", request -> request.headers().get("referer"));
        table.put("context.protocol", RequestBag::protocol);
        table.put("context.reporter.kind", _ -> "inbound");
        // Nobody tells of certificates here; a policy that wants them must not be met by a request that shows none.
        table.put("connection.mtls", _ -> false);
        return table;
    }

    @Override
    public @Nullable Object value(Attribute attribute) {
        var stated = scope.stated(attribute);
        if (stated != null) {
            return stated;
        }
        return attribute.name().equals("request.time") ? arrival : TABLE.value(attribute, request);
    }

    @Override
    public @Nullable Object entry(Attribute attribute, String key) {
        if (attribute.name().equals("request.headers")) {
            return request.headers().get(key);
        }
        return value(attribute) instanceof Map<?, ?> map ? map.get(key) : null;
    }

    private static Object protocol(OriginalRequest request) {
        boolean grpc = request.headers().get("content-type") instanceof String type
                && type.toLowerCase(Locale.ROOT).startsWith("application/grpc");
        return grpc ? "grpc" : "http";
    }
}

package dev.mixer.envoy;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.dispatch.InvalidRequestException;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one {@code CheckRequest}. What the sidecar's configuration states goes before what the request shows.
 */
public final class CheckRequestBag implements AttributeBag {
    private static final AttributeTable<CheckRequestBag> TABLE = CheckRequestAttributes.table();

    private final AttributeContext context;
    private final Extensions extensions;
    private final ExtAuthzSettings settings;
    private @Nullable Headers headers;
    private @Nullable Claims claims;
    private boolean claimsRead;

    private CheckRequestBag(AttributeContext context, Extensions extensions, ExtAuthzSettings settings) {
        this.context = context;
        this.extensions = extensions;
        this.settings = settings;
    }

    /**
     * The attributes of a request in terms of a vocabulary.
     *
     * @throws InvalidRequestException if there are none, or the context extensions break contract C15
     */
    public static CheckRequestBag of(CheckRequest request, Vocabulary vocabulary, ExtAuthzSettings settings)
            throws InvalidRequestException {
        if (!request.hasAttributes()) {
            throw new InvalidRequestException("the request has no attributes");
        }
        var context = request.getAttributes();
        var extensions = Extensions.of(context.getContextExtensionsMap(), vocabulary, settings);
        return new CheckRequestBag(context, extensions, settings);
    }

    @Override
    public @Nullable Object value(Attribute attribute) {
        var stated = extensions.value(attribute);
        if (stated == null) {
            return TABLE.value(attribute, this);
        }
        return stated instanceof Map<?, ?> map ? joined(map, TABLE.value(attribute, this)) : stated;
    }

    @Override
    public @Nullable Object entry(Attribute attribute, String key) {
        if (extensions.value(attribute) instanceof Map<?, ?> map && map.get(key) instanceof String stated) {
            return stated;
        }
        if (Slots.headers(attribute)) {
            return attribute.name().equals("request.headers") ? header(key) : null;
        }
        return TABLE.value(attribute, this) instanceof Map<?, ?> map ? map.get(key) : null;
    }

    private static Object joined(Map<?, ?> stated, @Nullable Object shown) {
        if (shown == null) {
            return Collections.unmodifiableMap(stated);
        }
        if (!(shown instanceof Map<?, ?> map)) {
            return shown;
        }
        var all = new LinkedHashMap<Object, Object>(map);
        all.putAll(stated);
        return Collections.unmodifiableMap(all);
    }

    AttributeContext context() {
        return context;
    }

    int trustedHops() {
        return settings.trustedHops();
    }

    /** The HTTP request; null on a network filter's check. */
    AttributeContext.@Nullable HttpRequest http() {
        return context.getRequest().hasHttp() ? context.getRequest().getHttp() : null;
    }

    /** All headers; null without an HTTP request. */
    @Nullable
    Headers headers() {
        if (headers == null) {
            var http = http();
            if (http == null) {
                return null;
            }
            headers = http.hasHeaderMap() ? Headers.of(http.getHeaderMap()) : Headers.of(http.getHeadersMap());
        }
        return headers;
    }

    @Nullable
    Object header(String name) {
        var all = headers();
        return all == null ? null : all.get(name);
    }

    boolean headerStartsWith(String name, String beginning) {
        return header(name) instanceof String text
                && text.toLowerCase(Locale.ROOT).startsWith(beginning);
    }

    /** The claims that Envoy has verified; null where there are none. */
    @Nullable
    Claims claims() {
        if (!claimsRead) {
            claims = Claims.of(context.getMetadataContext(), settings.jwtMetadataKey());
            claimsRead = true;
        }
        return claims;
    }

    @Nullable
    PeerName source() {
        return PeerName.of(context.getSource().getPrincipal());
    }
}

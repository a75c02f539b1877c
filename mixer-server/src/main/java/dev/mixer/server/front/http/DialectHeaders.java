package dev.mixer.server.front.http;

import dev.mixer.engine.config.spec.AuthorizationScopeSpec.Dialect;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The headers in which proxies of one dialect tell of a request; all but the scheme must be there, once.
 *
 * @param client the address of the proxy's own peer; of a list the last one, which the proxy itself has added
 * @param scheme null: the dialect does not tell it
 */
record DialectHeaders(
        String method,
        String uri,
        String host,
        String client,
        @Nullable String scheme) {
    private static final DialectHeaders ORIGINAL =
            new DialectHeaders("x-original-method", "x-original-uri", "x-original-host", "x-real-ip", null);
    private static final DialectHeaders FORWARDED = new DialectHeaders(
            "x-forwarded-method", "x-forwarded-uri", "x-forwarded-host", "x-forwarded-for", "x-forwarded-proto");

    /** The headers of a dialect; null where the request itself is the one that is asked about. */
    static @Nullable DialectHeaders of(Dialect dialect) {
        return switch (dialect) {
            case NGINX, HAPROXY -> ORIGINAL;
            case TRAEFIK, CADDY -> FORWARDED;
            case ENVOY -> null;
        };
    }

    List<String> names() {
        return Stream.of(method, uri, host, client, scheme)
                .filter(Objects::nonNull)
                .toList();
    }
}

package dev.mixer.server.front.http;

import dev.mixer.engine.attribute.HeaderNames;
import dev.mixer.engine.scope.AuthorizationScope;
import dev.mixer.envoy.Addresses;
import dev.mixer.envoy.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request that a proxy asks about, as its dialect tells it. Values are texts or {@code Unusable}.
 *
 * @param client the address of who sent it to the proxy; null: the dialect does not tell it
 * @param scheme null: not told
 */
record OriginalRequest(
        Object method,
        Object uri,
        Object host,
        @Nullable Object client,
        @Nullable Object scheme,
        Headers headers) {
    /**
     * Reads a message that came to a scope.
     *
     * @param rest what follows the scope's name in the message's target
     * @throws UntrustedException if the peer is not trusted, or does not tell all that it must
     */
    static OriginalRequest of(ProxyMessage message, String rest, AuthorizationScope scope) throws UntrustedException {
        if (!scope.trusts(message.peer())) {
            throw new UntrustedException("the scope does not trust this address");
        }
        var words = DialectHeaders.of(scope.dialect());
        if (words == null) {
            return itself(message, rest);
        }
        if (!rest.isEmpty() && !rest.startsWith("?")) {
            throw new UntrustedException("nothing must follow the scope's name in this dialect");
        }
        return new OriginalRequest(
                ProxyMessage.text(message.only(words.method()), "the method"),
                ProxyMessage.text(message.only(words.uri()), "the path"),
                ProxyMessage.text(message.only(words.host()), "the host"),
                client(message.only(words.client())),
                words.scheme() == null ? null : scheme(message, words.scheme()),
                message.headersBut(words.names()));
    }

    private static OriginalRequest itself(ProxyMessage message, String rest) throws UntrustedException {
        if (!rest.startsWith("/")) {
            throw new UntrustedException("the request's own path must follow the scope's name");
        }
        return new OriginalRequest(
                ProxyMessage.text(message.method(), "the method"),
                ProxyMessage.text(rest, "the path"),
                ProxyMessage.text(message.only("host"), "the host"),
                null,
                null,
                message.headersBut(List.of()));
    }

    private static Object client(String addresses) {
        return Addresses.ip(addresses.substring(addresses.lastIndexOf(',') + 1).strip());
    }

    private static @Nullable Object scheme(ProxyMessage message, String name) throws UntrustedException {
        boolean told = message.headers().stream().anyMatch(header -> HeaderNames.same(header.getKey(), name));
        return told ? ProxyMessage.text(message.only(name), "the scheme") : null;
    }
}

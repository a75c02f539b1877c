package dev.mixer.server.front.http;

import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.config.spec.AuthorizationScopeSpec.Dialect;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.rule.Snapshot;
import dev.mixer.envoy.Headers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One message on its way; its scope is that of the very configuration that decides. */
final class ProxyCall implements Call.AttributeSource {
    private static final String BASE = "/authz/";

    private final ProxyMessage message;
    private final long maxBytes;
    private @Nullable Dialect dialect;
    private @Nullable Headers headers;

    ProxyCall(ProxyMessage message, long maxBytes) {
        this.message = message;
        this.maxBytes = maxBytes;
    }

    @Override
    public AttributeBag bag(Vocabulary vocabulary) throws InvalidRequestException {
        throw new UntrustedException("no scope without a configuration");
    }

    @Override
    public AttributeBag bag(Snapshot snapshot) throws InvalidRequestException {
        var target = message.target();
        if (!target.startsWith(BASE)) {
            throw new UntrustedException("the path must be " + BASE + "SCOPE");
        }
        int end = BASE.length();
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        var scope = snapshot.authorizationScope(target.substring(BASE.length(), end));
        if (scope == null) {
            throw new UntrustedException("there is no such scope");
        }
        dialect = scope.dialect();
        if (message.size() > maxBytes) {
            throw new InvalidRequestException("the request is larger than " + maxBytes + " bytes");
        }
        var request = OriginalRequest.of(message, target.substring(end), scope);
        headers = request.headers();
        return new RequestBag(scope, request, Instant.now());
    }

    /** How the answer must be written; null: no scope was found. */
    @Nullable
    Dialect dialect() {
        return dialect;
    }

    /** A header of the request that was asked about; null: there is none. */
    @Nullable
    String header(String name) {
        return headers != null && headers.get(name) instanceof String text ? text : null;
    }
}

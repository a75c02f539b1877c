package dev.mixer.adapters.opa;

import dev.mixer.spi.template.RequestContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Set;

/** Takes secrets out of what people are shown of a request. */
final class Masking {
    private static final String MASK = "***";
    private static final Set<String> SECRETS = Set.of(
            "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-forwarded-client-cert");

    private Masking() {}

    static RequestContext mask(RequestContext request) {
        var headers = new LinkedHashMap<String, String>();
        request.headers().forEach((name, value) -> headers.put(name, isSecret(name) ? MASK : value));
        return new RequestContext(
                request.sourceIp(),
                request.sourcePort(),
                request.sourcePrincipal(),
                request.destinationIp(),
                request.destinationPort(),
                request.destinationPrincipal(),
                request.time(),
                request.id(),
                request.method(),
                request.path(),
                request.canonicalPath(),
                request.host(),
                request.scheme(),
                request.protocol(),
                request.size(),
                headers,
                request.body().map(_ -> MASK),
                request.contextExtensions(),
                request.claims(),
                request.serverName());
    }

    private static boolean isSecret(String name) {
        var folded = name.toLowerCase(Locale.ROOT);
        return SECRETS.contains(folded)
                || folded.contains("token")
                || folded.contains("secret")
                || folded.contains("password");
    }
}

package dev.mixer.adapters.opa;

import dev.mixer.spi.template.RequestContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
                request.path().map(Masking::withoutSecrets),
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

    /** A path whose query does not tell secrets. */
    private static String withoutSecrets(String path) {
        int mark = path.indexOf('?');
        return mark < 0
                ? path
                : Stream.of(path.substring(mark + 1).split("&", -1))
                        .map(pair -> {
                            int equals = pair.indexOf('=');
                            return equals >= 0 && isSecret(pair.substring(0, equals))
                                    ? pair.substring(0, equals + 1) + MASK
                                    : pair;
                        })
                        .collect(Collectors.joining("&", path.substring(0, mark + 1), ""));
    }

    private static boolean isSecret(String name) {
        var folded = name.toLowerCase(Locale.ROOT);
        return SECRETS.contains(folded)
                || folded.contains("token")
                || folded.contains("secret")
                || folded.contains("api_key")
                || folded.contains("apikey")
                || folded.contains("password");
    }
}

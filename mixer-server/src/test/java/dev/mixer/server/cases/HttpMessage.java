package dev.mixer.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.spec.AuthorizationScopeSpec.Dialect;
import dev.mixer.server.front.http.RawHttp;
import dev.mixer.spi.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request as a proxy without gRPC tells of it, and the scope that states the rest. */
final class HttpMessage {
    /** What the protocol cannot carry. Cases are exempt from this front by these rules, and by nothing else. */
    enum Beyond {
        /** Proxies tell of no certificates. */
        PEER_PRINCIPAL,
        /** Such a name is no token, such a value has control characters: a proxy has refused them before it asks. */
        NO_HTTP,
        /** The configuration with such a scope is refused as a whole. */
        SCOPE_REFUSED
    }

    private static final String STAND_IN = "203.0.113.77";
    private static final Set<String> OTHER_THAN_RULES =
            Set.of("x-envoy-auth-headers-to-remove", "connection", "content-length", "x-mixer-status", "content-type");

    private HttpMessage() {}

    static @Nullable Beyond beyond(Request request) {
        if (!request.peer().principal().isEmpty()) {
            return Beyond.PEER_PRINCIPAL;
        }
        boolean http = !hasControls(request.target())
                && request.headers().stream()
                        .allMatch(header -> header.getFirst().matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
                                && !hasControls(header.getLast()));
        if (!http) {
            return Beyond.NO_HTTP;
        }
        return statable(request) ? null : Beyond.SCOPE_REFUSED;
    }

    private static boolean statable(Request request) {
        return request.extensions().entrySet().stream()
                .noneMatch(entry -> entry.getKey().startsWith("source.")
                        || entry.getKey().startsWith("request.")
                        || entry.getKey().equals("destination.ip")
                        || (entry.getKey().equals("destination.port")
                                && !entry.getValue().matches("[0-9]+")));
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> (c < 32 && c != '\t') || c == 127);
    }

    /** The scope of a request's destination in one dialect. */
    static String scope(String name, Dialect dialect, Request request) {
        var destination = request.destination();
        var attributes = new ArrayList<String>();
        if (!destination.ip().isEmpty()) {
            attributes.add("destination.ip: \"" + destination.ip() + "\"");
            attributes.add("destination.port: " + destination.port());
        }
        var others = new ArrayList<String>();
        request.extensions().forEach((key, value) -> {
            boolean attribute = key.matches("(destination|context|api|source|request)\\..*");
            (attribute ? attributes : others).add("\"" + key + "\": \"" + value + "\"");
        });
        if (!others.isEmpty()) {
            attributes.add("context.extensions: {" + String.join(", ", others) + "}");
        }
        var parts = new ArrayList<String>();
        if (!destination.namespace().isEmpty()) {
            parts.add("namespace: " + destination.namespace());
        }
        if (!destination.host().isEmpty()) {
            parts.add("serviceHost: \"" + destination.host() + "\"");
        }
        parts.add(destination.labels().entrySet().stream()
                .map(label -> "\"" + label.getKey() + "\": \"" + label.getValue() + "\"")
                .collect(Collectors.joining(", ", "labels: {", "}")));
        parts.add("attributes: {" + String.join(", ", attributes) + "}");
        return """
                ---
                apiVersion: mixer.dev/v1
                kind: AuthorizationScope
                metadata: {name: %s}
                spec: {trustedPeers: [127.0.0.1], dialect: %s, destination: {%s}}
                """.formatted(name, dialect, String.join(", ", parts));
    }

    /** The dialects that can tell of a request. */
    static Set<Dialect> dialects(Request request) {
        var all = EnumSet.allOf(Dialect.class);
        // An Envoy tells no address, and its own request line holds the target.
        if (!request.peer().ip().isEmpty() || !request.target().matches("/[!-~]*")) {
            all.remove(Dialect.ENVOY);
        }
        return all;
    }

    static Answer ask(int port, String scope, Dialect dialect, Request request) {
        var own = own(dialect, request);
        var headers = new ArrayList<>(own);
        for (var header : request.headers()) {
            // As a proxy does: what it tells itself, no client tells.
            if (own.stream().noneMatch(it -> it.getFirst().equalsIgnoreCase(header.getFirst()))) {
                headers.add(header);
            }
        }
        if (request.large() > 0) {
            headers.add(List.of("x-large", "x".repeat(request.large())));
        }
        boolean itself = dialect == Dialect.ENVOY;
        try {
            var reply = RawHttp.ask(
                    port,
                    itself ? request.method() : "GET",
                    "/authz/" + scope + (itself ? request.target() : ""),
                    headers);
            return answer(reply, dialect);
        } catch (IOException e) {
            throw new AssertionError(dialect + ": no answer", e);
        }
    }

    private static Answer answer(RawHttp.Reply reply, Dialect dialect) {
        var known = reply.status() == 200 ? "OK" : String.valueOf(reply.header("x-mixer-status"));
        if (dialect == Dialect.NGINX) {
            assertThat(reply.status()).isIn(200, 401, 403);
        }
        boolean ownResponse = reply.header("www-authenticate") != null;
        return new Answer(
                Status.Code.valueOf(known),
                ownResponse ? null : reply.body(),
                null,
                reply.headers().stream()
                        .filter(header -> !OTHER_THAN_RULES.contains(header.getFirst()))
                        .filter(_ -> reply.status() == 200)
                        .map(header -> header.getFirst() + "=" + header.getLast())
                        .toList(),
                null);
    }

    private static List<List<String>> own(Dialect dialect, Request request) {
        var host = request.host().isEmpty() ? "unnamed.test" : request.host();
        var ip = request.peer().ip().isEmpty() ? STAND_IN : request.peer().ip();
        return switch (dialect) {
            case ENVOY -> List.of(List.of("host", host));
            case NGINX, HAPROXY -> told("x-original-", "x-real-ip", host, ip, request);
            case TRAEFIK, CADDY -> told("x-forwarded-", "x-forwarded-for", host, ip, request);
        };
    }

    private static List<List<String>> told(String prefix, String client, String host, String ip, Request request) {
        return List.of(
                List.of("host", "mixer.test"),
                List.of(prefix + "method", request.method()),
                List.of(prefix + "uri", request.target()),
                List.of(prefix + "host", host),
                List.of(client, ip));
    }
}

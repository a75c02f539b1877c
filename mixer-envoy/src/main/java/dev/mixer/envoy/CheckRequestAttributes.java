package dev.mixer.envoy;

import dev.mixer.envoy.AttributeTable.Extractor;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each attribute lies in a {@code CheckRequest}. Identity and addresses come from the typed fields only (contract C5);
 * the peer's {@code service} is a header of the client's and appears nowhere.
 */
final class CheckRequestAttributes {
    private CheckRequestAttributes() {}

    static AttributeTable<CheckRequestBag> table() {
        Map<String, Extractor<CheckRequestBag>> table = new HashMap<>();
        peers(table);
        request(table);
        token(table);
        table.put("origin.ip", CheckRequestAttributes::origin);
        table.put("context.protocol", CheckRequestAttributes::protocol);
        // Who reports from the client's side says so in its context extensions.
        table.put("context.reporter.kind", _ -> "inbound");
        table.put("connection.mtls", bag -> {
            var source = bag.context().getSource();
            return !source.getPrincipal().isEmpty() || !source.getCertificate().isEmpty();
        });
        table.put(
                "connection.requested_server_name",
                bag -> present(bag.context().getTlsSession().getSni()));
        return new AttributeTable<>(table);
    }

    private static void peers(Map<String, Extractor<CheckRequestBag>> table) {
        table.put("source.ip", bag -> Addresses.ip(bag.context().getSource().getAddress()));
        table.put("source.port", bag -> Addresses.port(bag.context().getSource().getAddress()));
        table.put("source.principal", bag -> PeerName.principal(bag.source()));
        table.put("source.namespace", bag -> PeerName.namespace(bag.source()));
        table.put("source.user", bag -> PeerName.user(bag.source()));
        table.put(
                "destination.ip",
                bag -> Addresses.ip(bag.context().getDestination().getAddress()));
        table.put(
                "destination.port",
                bag -> Addresses.port(bag.context().getDestination().getAddress()));
        table.put(
                "destination.principal",
                bag -> PeerName.principal(
                        PeerName.of(bag.context().getDestination().getPrincipal())));
    }

    private static void request(Map<String, Extractor<CheckRequestBag>> table) {
        table.put("request.headers", bag -> {
            var headers = bag.headers();
            return headers == null ? null : headers.asMap();
        });
        table.put("request.host", http(http -> present(http.getHost())));
        table.put("request.method", http(http -> present(http.getMethod())));
        table.put("request.path", http(http -> present(http.getPath())));
        table.put("request.scheme", http(http -> present(http.getScheme())));
        table.put("request.id", http(http -> present(http.getId())));
        // Envoy's API says -1 for unknown; Envoy itself writes how much of the body it has received, which is 0 before
        // any
        // of it is there, and protobuf does not tell 0 from nothing. A policy that takes it for the size would let any
        // pass.
        table.put("request.size", http(http -> http.getSize() <= 0 ? null : (Object) http.getSize()));
        table.put("request.body", CheckRequestAttributes::body);
        table.put("request.useragent", bag -> bag.header("user-agent"));
        table.put("request.referer", bag -> bag.header("referer"));
        table.put(
                "request.time",
                bag -> bag.context().getRequest().hasTime()
                        ? Times.instant(bag.context().getRequest().getTime())
                        : null);
    }

    private static void token(Map<String, Extractor<CheckRequestBag>> table) {
        table.put("request.auth.claims", claims(Claims::asMap));
        table.put("request.auth.principal", claims(Claims::principal));
        table.put("request.auth.audiences", claims(Claims::audiences));
        table.put("request.auth.presenter", claims(Claims::presenter));
        table.put("request.auth.raw_claims", claims(Claims::json));
    }

    private static Extractor<CheckRequestBag> http(Extractor<HttpRequest> extractor) {
        return bag -> {
            var http = bag.http();
            return http == null ? null : extractor.apply(http);
        };
    }

    private static Extractor<CheckRequestBag> claims(Extractor<Claims> extractor) {
        return bag -> {
            var claims = bag.claims();
            return claims == null ? null : extractor.apply(claims);
        };
    }

    private static @Nullable Object present(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Object protocol(CheckRequestBag bag) {
        if (bag.http() == null) {
            return "tcp";
        }
        return bag.headerStartsWith("content-type", "application/grpc") ? "grpc" : "http";
    }

    private static @Nullable Object body(CheckRequestBag bag) {
        var http = bag.http();
        if (http == null) {
            return null;
        }
        if (!http.getBody().isEmpty() || http.getRawBody().isEmpty()) {
            return present(http.getBody());
        }
        boolean cut = bag.headerStartsWith("x-envoy-auth-partial-body", "true");
        return cut
                ? Utf8.cutText(http.getRawBody(), "the request's body")
                : Utf8.text(http.getRawBody(), "the request's body");
    }

    private static @Nullable Object origin(CheckRequestBag bag) {
        if (bag.trustedHops() == 0) {
            return null;
        }
        var forwarded = bag.header("x-forwarded-for");
        if (!(forwarded instanceof String text)) {
            return forwarded;
        }
        var hops = text.split(",", -1);
        int hop = hops.length - bag.trustedHops();
        return hop < 0 ? null : Addresses.ip(hops[hop].strip());
    }
}

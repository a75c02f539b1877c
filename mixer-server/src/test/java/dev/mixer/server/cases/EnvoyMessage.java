package dev.mixer.server.cases;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A request as Envoy's filter sends it. */
final class EnvoyMessage {
    private EnvoyMessage() {}

    static CheckRequest of(Request request) {
        var http = AttributeContext.HttpRequest.newBuilder()
                .setId("1")
                .setMethod(request.method())
                .setPath(request.target())
                .setHost(request.host())
                .setSize(-1);
        if (request.raw()) {
            http.setHeaderMap(rawHeaders(request));
        } else {
            http.putAllHeaders(headers(request));
        }
        var peer = request.peer();
        var destination = request.destination();
        var source = AttributeContext.Peer.newBuilder();
        if (!peer.principal().isEmpty()) {
            source.setPrincipal("spiffe://" + peer.principal());
        }
        if (!peer.ip().isEmpty()) {
            source.setAddress(address(peer.ip(), peer.port()));
        }
        var target = AttributeContext.Peer.newBuilder();
        if (!destination.ip().isEmpty()) {
            target.setAddress(address(destination.ip(), destination.port()));
        }
        return CheckRequest.newBuilder()
                .setAttributes(AttributeContext.newBuilder()
                        .setSource(source)
                        .setDestination(target)
                        .setRequest(AttributeContext.Request.newBuilder().setHttp(http))
                        .putAllContextExtensions(extensions(request)))
                .build();
    }

    /** Names in lower case, repeats joined in order, blanks as they came. */
    private static Map<String, String> headers(Request request) {
        var headers = new LinkedHashMap<String, String>();
        headers.put(":method", request.method());
        headers.put(":path", request.target());
        headers.put(":authority", request.host());
        for (var header : request.headers()) {
            headers.merge(
                    header.getFirst().toLowerCase(Locale.ROOT),
                    header.getLast(),
                    (earlier, later) -> earlier + "," + later);
        }
        if (request.large() > 0) {
            headers.put("x-large", "x".repeat(request.large()));
        }
        return headers;
    }

    private static HeaderMap rawHeaders(Request request) {
        var headers = HeaderMap.newBuilder();
        for (var header : request.headers()) {
            headers.addHeaders(HeaderValue.newBuilder()
                    .setKey(header.getFirst())
                    .setRawValue(ByteString.copyFromUtf8(header.getLast())));
        }
        return headers.build();
    }

    private static Map<String, String> extensions(Request request) {
        var extensions = new LinkedHashMap<>(request.extensions());
        var destination = request.destination();
        if (!destination.host().isEmpty()) {
            extensions.put("destination.service.host", destination.host());
        }
        if (!destination.namespace().isEmpty()) {
            extensions.put("destination.namespace", destination.namespace());
        }
        destination.labels().forEach((name, value) -> extensions.put("destination.labels[" + name + "]", value));
        return extensions;
    }

    private static Address address(String ip, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(ip).setPortValue(port))
                .build();
    }
}

package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.Utf8Buffer;
import dev.mixer.spi.template.RequestContext;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * The input that policies written for OPA's Envoy plug-in read: the {@code CheckRequest} of {@code envoy.service.auth.v3} as
 * protobuf's JSON, with {@code parsed_path}, {@code parsed_query}, {@code parsed_body}, {@code truncated_body} and {@code version}.
 *
 * <p>It differs in what the host makes of a request before any policy sees it: {@code parsed_path} is the canonical path, {@code host}
 * has neither upper case nor a default port, repeated headers are joined.
 */
public final class EnvoyInput implements InputWriter<RequestContext> {
    private static final String SPIFFE = "spiffe://";

    @Override
    public void write(RequestContext request, Utf8Buffer out) throws MalformedValueException {
        out.raw("{\"attributes\":{\"source\":");
        peer(request.sourceIp(), request.sourcePort(), request.sourcePrincipal(), out);
        out.raw(",\"destination\":");
        peer(request.destinationIp(), request.destinationPort(), request.destinationPrincipal(), out);
        out.raw(",\"request\":{");
        if (request.time().isPresent()) {
            out.raw("\"time\":").quoted(request.time().get().toString()).raw(',');
        }
        out.raw("\"http\":");
        http(request, out);
        out.raw("},\"contextExtensions\":");
        texts(request.contextExtensions(), out);
        out.raw(",\"metadataContext\":{");
        claims(request, out);
        out.raw('}');
        if (request.serverName().isPresent()) {
            out.raw(",\"tlsSession\":{\"sni\":")
                    .quoted(request.serverName().get())
                    .raw('}');
        }
        var body = ParsedBody.of(request);
        out.raw("},\"parsed_path\":");
        ParsedPath.write(request.canonicalPath().orElse(""), out);
        out.raw(",\"parsed_query\":");
        ParsedQuery.ofPath(request.path().orElse("")).write(out);
        out.raw(",\"parsed_body\":");
        body.write(out);
        out.raw(",\"truncated_body\":").raw(Boolean.toString(body.isTruncated()));
        out.raw(",\"version\":{\"encoding\":\"protojson\",\"ext_authz\":\"v3\"}}");
    }

    private static void peer(
            Optional<InetAddress> ip, Optional<Long> port, Optional<String> principal, Utf8Buffer out) {
        out.raw('{');
        var separator = "";
        if (ip.isPresent()) {
            out.raw("\"address\":{\"socketAddress\":{\"address\":")
                    .quoted(ip.get().getHostAddress());
            if (port.isPresent()) {
                out.raw(",\"portValue\":").number(port.get());
            }
            out.raw("}}");
            separator = ",";
        }
        if (principal.isPresent()) {
            var name = principal.get();
            // Attributes leave the scheme out; Envoy states it for the identities of a mesh.
            out.raw(separator).raw("\"principal\":").quoted(name.contains("/") ? SPIFFE + name : name);
        }
        out.raw('}');
    }

    private static void http(RequestContext request, Utf8Buffer out) {
        out.raw("{\"headers\":{");
        var separator = pseudo(":method", request.method(), "", out);
        separator = pseudo(":path", request.path(), separator, out);
        separator = pseudo(":authority", request.host(), separator, out);
        separator = pseudo(":scheme", request.scheme(), separator, out);
        for (var header : request.headers().entrySet()) {
            out.raw(separator).quoted(header.getKey()).raw(':').quoted(header.getValue());
            separator = ",";
        }
        out.raw('}');
        member("id", request.id(), out);
        member("method", request.method(), out);
        member("path", request.path(), out);
        member("host", request.host(), out);
        member("scheme", request.scheme(), out);
        member("body", request.body(), out);
        if (request.size().isPresent()) {
            // Protobuf's JSON writes numbers of 64 bits as texts.
            out.raw(",\"size\":\"").number(request.size().get()).raw('"');
        }
        out.raw('}');
    }

    private static String pseudo(String name, Optional<String> value, String separator, Utf8Buffer out) {
        if (value.isEmpty()) {
            return separator;
        }
        out.raw(separator).quoted(name).raw(':').quoted(value.get());
        return ",";
    }

    private static void member(String name, Optional<String> value, Utf8Buffer out) {
        if (value.isPresent()) {
            out.raw(",\"").raw(name).raw("\":").quoted(value.get());
        }
    }

    /** Where Envoy's filter for tokens puts what it verified, under the key that Istio and most others use. */
    private static void claims(RequestContext request, Utf8Buffer out) throws MalformedValueException {
        if (request.claims().isPresent()) {
            out.raw("\"filterMetadata\":{\"envoy.filters.http.jwt_authn\":{\"payload\":");
            Json.write(Json.parse(request.claims().get()), out);
            out.raw("}}");
        }
    }

    static void texts(Map<String, String> map, Utf8Buffer out) {
        out.raw('{');
        var separator = "";
        for (var entry : map.entrySet()) {
            out.raw(separator).quoted(entry.getKey()).raw(':').quoted(entry.getValue());
            separator = ",";
        }
        out.raw('}');
    }
}

package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
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
public final class EnvoyInput implements InputForm<RequestContext> {
    private static final String SPIFFE = "spiffe://";

    @Override
    public void write(RequestContext request, InputWriter out) throws MalformedValueException {
        out.beginObject();
        if (out.name("attributes")) {
            attributes(request, out);
        }
        if (out.name("parsed_path")) {
            ParsedPath.write(request.canonicalPath().orElse(""), out);
        }
        if (out.name("parsed_query")) {
            ParsedQuery.ofPath(request.path().orElse("")).write(out);
        }
        if (out.name("parsed_body")) {
            ParsedBody.write(request, out);
        }
        if (out.name("truncated_body")) {
            out.bool(ParsedBody.isTruncated(request));
        }
        if (out.name("version")) {
            out.beginObject();
            member("encoding", "protojson", out);
            member("ext_authz", "v3", out);
            out.endObject();
        }
        out.endObject();
    }

    private static void attributes(RequestContext request, InputWriter out) throws MalformedValueException {
        out.beginObject();
        if (out.name("source")) {
            peer(request.sourceIp(), request.sourcePort(), request.sourcePrincipal(), out);
        }
        if (out.name("destination")) {
            peer(request.destinationIp(), request.destinationPort(), request.destinationPrincipal(), out);
        }
        if (out.name("request")) {
            out.beginObject();
            if (request.time().isPresent()) {
                member("time", request.time().get().toString(), out);
            }
            if (out.name("http")) {
                http(request, out);
            }
            out.endObject();
        }
        if (out.name("contextExtensions")) {
            texts(request.contextExtensions(), out);
        }
        if (out.name("metadataContext")) {
            claims(request, out);
        }
        if (request.serverName().isPresent() && out.name("tlsSession")) {
            out.beginObject();
            member("sni", request.serverName(), out);
            out.endObject();
        }
        out.endObject();
    }

    private static void peer(
            Optional<InetAddress> ip, Optional<Long> port, Optional<String> principal, InputWriter out) {
        out.beginObject();
        if (ip.isPresent() && out.name("address")) {
            out.beginObject();
            if (out.name("socketAddress")) {
                out.beginObject();
                member("address", ip.get().getHostAddress(), out);
                if (port.isPresent() && out.name("portValue")) {
                    out.number(port.get());
                }
                out.endObject();
            }
            out.endObject();
        }
        // Attributes leave the scheme out; Envoy states it for the identities of a mesh.
        member("principal", principal.map(name -> name.contains("/") ? SPIFFE + name : name), out);
        out.endObject();
    }

    private static void http(RequestContext request, InputWriter out) {
        out.beginObject();
        if (out.name("headers")) {
            out.beginObject();
            member(":method", request.method(), out);
            member(":path", request.path(), out);
            member(":authority", request.host(), out);
            member(":scheme", request.scheme(), out);
            request.headers().forEach((name, value) -> member(name, value, out));
            out.endObject();
        }
        member("id", request.id(), out);
        member("method", request.method(), out);
        member("path", request.path(), out);
        member("host", request.host(), out);
        member("scheme", request.scheme(), out);
        member("body", request.body(), out);
        // Protobuf's JSON writes numbers of 64 bits as texts.
        member("size", request.size().map(String::valueOf), out);
        out.endObject();
    }

    /** Where Envoy's filter for tokens puts what it verified, under the key that Istio and most others use. */
    private static void claims(RequestContext request, InputWriter out) throws MalformedValueException {
        out.beginObject();
        if (request.claims().isPresent() && out.name("filterMetadata")) {
            out.beginObject();
            if (out.name("envoy.filters.http.jwt_authn")) {
                out.beginObject();
                if (out.name("payload")) {
                    out.value(Json.parse(request.claims().get()));
                }
                out.endObject();
            }
            out.endObject();
        }
        out.endObject();
    }

    private static void texts(Map<String, String> map, InputWriter out) {
        out.beginObject();
        map.forEach((name, value) -> member(name, value, out));
        out.endObject();
    }

    private static void member(String name, Optional<String> value, InputWriter out) {
        if (value.isPresent()) {
            member(name, value.get(), out);
        }
    }

    private static void member(String name, String value, InputWriter out) {
        if (out.name(name)) {
            out.text(value);
        }
    }
}

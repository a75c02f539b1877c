package dev.mixer.spi.template;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.DefaultExpression;
import dev.mixer.spi.Description;
import dev.mixer.spi.Template;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A request as Envoy's external authorization describes it ({@code envoy.service.auth.v3.AttributeContext}), whichever front it
 * came by. Every field is read from the call unless the configuration says otherwise, so that an instance needs no parameters.
 *
 * @param sourceIp the client's address, of the connection
 * @param sourcePort the client's port
 * @param sourcePrincipal the client's validated identity, without {@code spiffe://}
 * @param destinationIp the address that was called
 * @param destinationPort the port that was called
 * @param destinationPrincipal the identity of the workload that was called
 * @param time when the request was received
 * @param id what the client calls the request
 * @param method such as GET
 * @param path path and query exactly as received
 * @param canonicalPath the canonical path without the query; a request whose path cannot be made canonical is refused
 * @param host as the client named it, without case, trailing dot and default port
 * @param scheme http or https
 * @param protocol http, grpc or tcp
 * @param size bytes of the body
 * @param headers names in lower case, repeated ones joined with a comma
 * @param body as far as the sidecar sent it
 * @param contextExtensions further facts that the sidecar's configuration states
 * @param claims of the validated token, as JSON
 * @param serverName that the client asked for (SNI)
 */
@Template("requestcontext")
public record RequestContext(
        @Description("The client's address, of the connection.") @DefaultExpression("source.ip")
        Optional<InetAddress> sourceIp,

        @Description("The client's port.") @DefaultExpression("source.port")
        Optional<Long> sourcePort,

        @Description("The client's validated identity.") @DefaultExpression("source.principal")
        Optional<String> sourcePrincipal,

        @Description("The address that was called.") @DefaultExpression("destination.ip")
        Optional<InetAddress> destinationIp,

        @Description("The port that was called.") @DefaultExpression("destination.port")
        Optional<Long> destinationPort,

        @Description("The identity of the workload that was called.") @DefaultExpression("destination.principal")
        Optional<String> destinationPrincipal,

        @Description("When the request was received.") @DefaultExpression("request.time")
        Optional<Instant> time,

        @Description("What the client calls the request.") @DefaultExpression("request.id")
        Optional<String> id,

        @Description("The method, such as GET.") @DefaultExpression("request.method")
        Optional<String> method,

        @Description("Path and query exactly as received.") @DefaultExpression("request.raw_path")
        Optional<String> path,

        @Description("The canonical path without the query.") @DefaultExpression("request.url_path")
        Optional<String> canonicalPath,

        @Description("The host asked for.") @DefaultExpression("request.host")
        Optional<String> host,

        @Description("http or https.") @DefaultExpression("request.scheme")
        Optional<String> scheme,

        @Description("http, grpc or tcp.") @DefaultExpression("context.protocol")
        Optional<String> protocol,

        @Description("Bytes of the body.") @DefaultExpression("request.size")
        Optional<Long> size,

        @Description("The headers, names in lower case.") @DefaultExpression("request.headers")
        Map<String, String> headers,

        @Description("The body, as far as the sidecar sent it.") @DefaultExpression("request.body")
        Optional<String> body,

        @Description("Further facts that the sidecar's configuration states.") @DefaultExpression("context.extensions")
        Map<String, String> contextExtensions,

        @Description("The claims of the validated token, as JSON.") @DefaultExpression("request.auth.raw_claims")
        Optional<String> claims,

        @Description("The server name that the client asked for.")
        @DefaultExpression("connection.requested_server_name")
        Optional<String> serverName)
        implements CheckInstance<Void> {
    public RequestContext {
        requireNonNull(headers, "headers");
        requireNonNull(contextExtensions, "contextExtensions");
    }
}

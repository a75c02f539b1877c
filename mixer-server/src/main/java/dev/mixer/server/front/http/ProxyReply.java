package dev.mixer.server.front.http;

import dev.mixer.engine.attribute.HeaderNames;
import dev.mixer.engine.config.spec.AuthorizationScopeSpec.Dialect;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.engine.rule.DenialStatus;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.HeaderOperation.Kind;
import dev.mixer.spi.HeaderOperation.Target;
import dev.mixer.spi.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy is answered: 200 lets pass, everything else does not.
 *
 * @param headers names in lower case
 */
record ProxyReply(int status, Map<String, String> headers, String body) {
    private static final String STATUS_HEADER = "x-mixer-status";

    /** Envoy's own word for headers that the request must lose. */
    private static final String ENVOY_REMOVE = "x-envoy-auth-headers-to-remove";

    /** They frame the answer itself, so that no rule may set them. */
    private static final Set<String> FRAMING =
            Set.of("connection", "content-length", "transfer-encoding", "upgrade", "keep-alive", "trailer");

    static ProxyReply of(Decision decision, ProxyCall call) {
        var dialect = call.dialect();
        if (dialect == null) {
            return refused(decision.status(), null);
        }
        if (decision.status().isOk()) {
            return new ProxyReply(200, changes(decision.headers(), call, dialect), "");
        }
        var direct = decision.response();
        var code = decision.status().code();
        var headers = new LinkedHashMap<String, String>();
        if (direct != null) {
            change(headers, direct.headers(), _ -> null, new ArrayList<>());
        }
        headers.put(STATUS_HEADER, code.name());
        if (decision.isQuotaExhausted()) {
            headers.put("retry-after", Long.toString(decision.secondsToReset()));
        }
        return direct == null
                ? new ProxyReply(
                        denial(DenialStatus.of(code), dialect),
                        headers,
                        decision.status().message())
                : new ProxyReply(denial(direct.httpStatus(), dialect), headers, direct.body());
    }

    /** The denial of a call that the engine did not decide. */
    static ProxyReply refused(Status status, @Nullable Dialect dialect) {
        int wanted = DenialStatus.of(status.code());
        return new ProxyReply(
                dialect == null ? 403 : denial(wanted, dialect),
                Map.of(STATUS_HEADER, status.code().name()),
                status.message());
    }

    /**
     * The status that a proxy takes for a denial: 2xx would let pass, nginx knows 401 and 403 alone, and an Envoy that fails
     * open lets pass on 5xx.
     */
    private static int denial(int wanted, Dialect dialect) {
        boolean understood = switch (dialect) {
            case NGINX -> wanted == 401;
            case ENVOY -> wanted >= 300 && wanted < 500;
            case TRAEFIK, CADDY, HAPROXY -> wanted >= 300;
        };
        return understood ? wanted : 403;
    }

    /** What the headers are after the operations; the request's go before the response's where both have one name. */
    private static Map<String, String> changes(List<HeaderOperation> operations, ProxyCall call, Dialect dialect) {
        var ofTarget = new LinkedHashMap<Target, List<HeaderOperation>>();
        operations.forEach(operation -> ofTarget.computeIfAbsent(operation.target(), _ -> new ArrayList<>())
                .add(operation));
        var removed = new ArrayList<String>();
        var headers = new LinkedHashMap<String, String>();
        change(headers, ofTarget.getOrDefault(Target.REQUEST, List.of()), call::header, removed);
        var response = new LinkedHashMap<String, String>();
        change(response, ofTarget.getOrDefault(Target.RESPONSE, List.of()), _ -> null, new ArrayList<>());
        response.forEach(headers::putIfAbsent);
        if (dialect == Dialect.ENVOY && !removed.isEmpty()) {
            headers.put(ENVOY_REMOVE, String.join(",", removed));
        }
        return headers;
    }

    /** Where a header comes from that an operation appends to. */
    @FunctionalInterface
    private interface Present {
        @Nullable
        String value(String name);
    }

    private static void change(
            Map<String, String> headers, List<HeaderOperation> operations, Present present, List<String> removed) {
        for (var operation : operations) {
            var name = HeaderNames.fold(operation.name());
            if (FRAMING.contains(name)) {
                continue;
            }
            var earlier = headers.containsKey(name) || removed.contains(name) ? headers.get(name) : present.value(name);
            if (operation.kind() == Kind.REMOVE) {
                headers.remove(name);
                removed.add(name);
                continue;
            }
            removed.remove(name);
            headers.put(
                    name,
                    operation.kind() == Kind.APPEND && earlier != null
                            ? earlier + "," + operation.value()
                            : operation.value());
        }
    }
}

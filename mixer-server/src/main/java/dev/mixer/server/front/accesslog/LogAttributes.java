package dev.mixer.server.front.accesslog;

import com.google.protobuf.Duration;
import dev.mixer.envoy.Addresses;
import dev.mixer.envoy.AttributeTable;
import dev.mixer.envoy.AttributeTable.Extractor;
import dev.mixer.envoy.Headers;
import dev.mixer.envoy.PeerName;
import dev.mixer.envoy.Times;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.RequestMethod;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogType;
import io.envoyproxy.envoy.data.accesslog.v3.ConnectionProperties;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPRequestProperties;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPResponseProperties;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where each attribute lies in an entry of the access log. */
final class LogAttributes {
    private LogAttributes() {}

    static AttributeTable<LogEntry> table() {
        Map<String, Extractor<LogEntry>> table = new HashMap<>();
        workloads(table);
        request(table);
        response(table);
        connection(table);
        context(table);
        DecisionMetadata.addTo(table);
        return new AttributeTable<>(table);
    }

    private static void workloads(Map<String, Extractor<LogEntry>> table) {
        table.put("source.ip", entry -> Addresses.ip(caller(entry.common())));
        table.put("source.port", entry -> Addresses.port(caller(entry.common())));
        // This one may stem from x-forwarded-for, as far as the sidecar is set to believe it.
        table.put("origin.ip", entry -> Addresses.ip(entry.common().getDownstreamRemoteAddress()));
        table.put("destination.ip", entry -> Addresses.ip(entry.common().getDownstreamLocalAddress()));
        table.put("destination.port", entry -> Addresses.port(entry.common().getDownstreamLocalAddress()));
        table.put("source.principal", entry -> PeerName.principal(entry.peer()));
        table.put("source.user", entry -> PeerName.user(entry.peer()));
        table.put("destination.principal", entry -> PeerName.principal(entry.local()));
        table.put("source.namespace", entry -> {
            var certified = PeerName.namespace(entry.peer());
            return certified == null && entry.isOutbound() ? entry.reporter().namespace() : certified;
        });
        table.put("source.uid", outbound(Reporter::uid));
        table.put("source.name", outbound(Reporter::pod));
        table.put("destination.uid", inbound(Reporter::uid));
        table.put("destination.name", inbound(Reporter::pod));
        table.put("destination.namespace", inbound(Reporter::namespace));
    }

    private static void request(Map<String, Extractor<LogEntry>> table) {
        table.put("request.method", request(request -> method(request.getRequestMethod())));
        table.put("request.scheme", request(request -> present(request.getScheme())));
        table.put("request.host", request(request -> present(request.getAuthority())));
        table.put("request.path", request(request -> present(request.getPath())));
        table.put("request.id", request(request -> present(request.getRequestId())));
        table.put("request.useragent", request(request -> present(request.getUserAgent())));
        table.put("request.referer", request(request -> present(request.getReferer())));
        table.put("request.size", request(HTTPRequestProperties::getRequestBodyBytes));
        table.put(
                "request.total_size",
                request(request -> request.getRequestHeadersBytes() + request.getRequestBodyBytes()));
        table.put("request.headers", entry -> map(requestHeaders(entry)));
        table.put("request.time", entry -> entry.http() == null ? null : start(entry.common()));
    }

    private static void response(Map<String, Extractor<LogEntry>> table) {
        table.put(
                "response.code",
                response(response -> response.hasResponseCode()
                        ? (Object) (long) response.getResponseCode().getValue()
                        : null));
        table.put("response.size", response(HTTPResponseProperties::getResponseBodyBytes));
        table.put(
                "response.total_size",
                response(response -> response.getResponseHeadersBytes() + response.getResponseBodyBytes()));
        table.put("response.headers", entry -> map(responseHeaders(entry)));
        table.put("response.grpc_status", response(response -> trailer(response, "grpc-status")));
        table.put("response.grpc_message", response(response -> trailer(response, "grpc-message")));
        table.put("response.duration", entry -> {
            var span = entry.http() == null ? null : span(entry.common());
            return span == null ? null : Times.duration(span);
        });
        table.put("response.time", entry -> entry.http() == null ? null : end(entry.common()));
    }

    private static void connection(Map<String, Extractor<LogEntry>> table) {
        table.put("connection.mtls", entry -> entry.common().getTlsProperties().hasPeerCertificateProperties());
        table.put(
                "connection.requested_server_name",
                entry -> present(entry.common().getTlsProperties().getTlsSniHostname()));
        table.put(
                "connection.id",
                entry -> entry.tcp() == null ? null : present(entry.common().getStreamId()));
        table.put("connection.event", entry -> entry.tcp() == null ? null : event(entry.common()));
        table.put("connection.received.bytes_total", tcp(ConnectionProperties::getReceivedBytes));
        table.put("connection.sent.bytes_total", tcp(ConnectionProperties::getSentBytes));
        // Entries count from the connection's beginning: only its last one can add up to the truth.
        table.put("connection.received.bytes", entry -> last(entry, ConnectionProperties::getReceivedBytes));
        table.put("connection.sent.bytes", entry -> last(entry, ConnectionProperties::getSentBytes));
        table.put("connection.duration", entry -> {
            var span = entry.tcp() == null ? null : span(entry.common());
            return span == null ? null : Times.duration(span);
        });
    }

    private static void context(Map<String, Extractor<LogEntry>> table) {
        table.put("context.protocol", LogAttributes::protocol);
        table.put(
                "context.proxy_error_code",
                entry -> ProxyErrors.of(entry.common().getResponseFlags()));
        table.put("context.reporter.kind", entry -> entry.isOutbound() ? "outbound" : "inbound");
        table.put("context.reporter.uid", entry -> entry.reporter().uid());
        table.put("context.time", entry -> start(entry.common()));
        table.put("context.timestamp", entry -> end(entry.common()));
    }

    static @Nullable Headers requestHeaders(LogEntry entry) {
        var http = entry.http();
        return http == null ? null : Headers.of(http.getRequest().getRequestHeadersMap());
    }

    static @Nullable Headers responseHeaders(LogEntry entry) {
        var http = entry.http();
        return http == null ? null : Headers.of(http.getResponse().getResponseHeadersMap());
    }

    private static Extractor<LogEntry> inbound(Extractor<Reporter> extractor) {
        return entry -> entry.isOutbound() ? null : extractor.apply(entry.reporter());
    }

    private static Extractor<LogEntry> outbound(Extractor<Reporter> extractor) {
        return entry -> entry.isOutbound() ? extractor.apply(entry.reporter()) : null;
    }

    private static Extractor<LogEntry> request(Extractor<HTTPRequestProperties> extractor) {
        return entry -> {
            var http = entry.http();
            return http == null ? null : extractor.apply(http.getRequest());
        };
    }

    private static Extractor<LogEntry> response(Extractor<HTTPResponseProperties> extractor) {
        return entry -> {
            var http = entry.http();
            return http == null ? null : extractor.apply(http.getResponse());
        };
    }

    private static Extractor<LogEntry> tcp(Extractor<ConnectionProperties> extractor) {
        return entry -> {
            var tcp = entry.tcp();
            return tcp == null ? null : extractor.apply(tcp.getConnectionProperties());
        };
    }

    private static @Nullable Object last(LogEntry entry, Extractor<ConnectionProperties> extractor) {
        var tcp = entry.tcp();
        if (tcp == null) {
            return null;
        }
        return entry.isUnfinished() ? (Object) 0L : extractor.apply(tcp.getConnectionProperties());
    }

    /** The address at the other end of the connection, whatever headers say. */
    private static Address caller(AccessLogCommon common) {
        return common.hasDownstreamDirectRemoteAddress()
                ? common.getDownstreamDirectRemoteAddress()
                : common.getDownstreamRemoteAddress();
    }

    private static @Nullable Object method(RequestMethod method) {
        return method == RequestMethod.METHOD_UNSPECIFIED || method == RequestMethod.UNRECOGNIZED
                ? null
                : method.name();
    }

    private static Object protocol(LogEntry entry) {
        var http = entry.http();
        if (http == null) {
            return "tcp";
        }
        var headers = requestHeaders(entry);
        boolean grpc = trailer(http.getResponse(), "grpc-status") != null
                || (headers != null
                        && headers.get("content-type") instanceof String type
                        && type.toLowerCase(Locale.ROOT).startsWith("application/grpc"));
        return grpc ? "grpc" : "http";
    }

    private static Object event(AccessLogCommon common) {
        return common.getAccessLogType() == AccessLogType.TcpUpstreamConnected
                ? "open"
                : common.getAccessLogType() == AccessLogType.TcpPeriodic ? "continue" : "close";
    }

    /** A trailer; an answer without a body has its trailers among its headers. */
    private static @Nullable Object trailer(HTTPResponseProperties response, String name) {
        var trailer = Headers.of(response.getResponseTrailersMap()).get(name);
        return trailer == null ? Headers.of(response.getResponseHeadersMap()).get(name) : trailer;
    }

    private static @Nullable Duration span(AccessLogCommon common) {
        if (common.hasDuration()) {
            return common.getDuration();
        }
        return common.hasTimeToLastDownstreamTxByte() ? common.getTimeToLastDownstreamTxByte() : null;
    }

    private static @Nullable Object start(AccessLogCommon common) {
        return common.hasStartTime() ? Times.instant(common.getStartTime()) : null;
    }

    private static @Nullable Object end(AccessLogCommon common) {
        var span = span(common);
        return span == null || !common.hasStartTime() ? start(common) : Times.after(common.getStartTime(), span);
    }

    private static @Nullable Object map(@Nullable Headers headers) {
        return headers == null ? null : headers.asMap();
    }

    private static @Nullable Object present(String text) {
        return text.isEmpty() ? null : text;
    }
}

package dev.mixer.server.front.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.server.front.envoy.Samples;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogBagTest {
    private static final StreamAccessLogsMessage SAMPLE = Samples.read(
                    "stream-access-logs.json", StreamAccessLogsMessage.newBuilder())
            .build();
    private static final Reporter REPORTER =
            Reporter.of(SAMPLE.getIdentifier().getNode().getId());

    @Test
    void mapsWhatARealSidecarSent() {
        var bag = new AccessLogBag(LogEntry.of(REPORTER, SAMPLE.getHttpLogs().getLogEntry(0)));
        assertThat(Samples.table(bag)).isEqualTo("""
                        connection.mtls = false
                        context.protocol = http
                        context.reporter.kind = inbound
                        context.reporter.uid = kubernetes://reviews-v1.default
                        context.time = 2026-11-23T09:05:21.781278Z
                        context.timestamp = 2026-11-23T09:05:21.800877142Z
                        destination.ip = 127.0.0.1
                        destination.name = reviews-v1
                        destination.namespace = default
                        destination.port = 10000
                        destination.uid = kubernetes://reviews-v1.default
                        origin.ip = 127.0.0.1
                        request.headers = {"user-agent":"curl/7.88.1","x-user":"alice"}
                        request.host = 127.0.0.1:10000
                        request.id = a1a51aa8-7b58-4de2-a6a9-5a22bb49743e
                        request.method = GET
                        request.path = /index.html?q=1
                        request.scheme = http
                        request.size = 0
                        request.time = 2026-11-23T09:05:21.781278Z
                        request.total_size = 228
                        request.useragent = curl/7.88.1
                        response.code = 200
                        response.duration = 19.599142ms
                        response.headers = {"x-decision":"allow"}
                        response.size = 6
                        response.time = 2026-11-23T09:05:21.800877142Z
                        response.total_size = 272
                        source.ip = 127.0.0.1
                        source.port = 38194
                        """);
    }

    @Test
    void tellsWhyTheSidecarFailedRequests() {
        var flags = SAMPLE.getHttpLogs().getLogEntryList().stream()
                .map(entry -> String.valueOf(
                        ProxyErrors.of(entry.getCommonProperties().getResponseFlags())))
                .collect(Collectors.joining(" "));
        assertThat(flags).isEqualTo("null UAEX null null RL RL UAEX");
    }

    @ParameterizedTest
    @CsvSource({
        "upstream_connection_failure, UF",
        "upstream_overflow, UO",
        "no_route_found, NR",
        "downstream_connection_termination, DC",
        "no_healthy_upstream, UH",
        "upstream_request_timeout, UT",
        "downstream_remote_reset, DR"
    })
    void writesFlagsInEnvoysLetters(String flag, String letters) {
        var entry = http("{'common_properties': {'response_flags': {'" + flag + "': true}}}");
        assertThat(Samples.table(new AccessLogBag(entry))).contains("context.proxy_error_code = " + letters + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"envoy.filters.http.ext_authz", "our-own-name"})
    void tellsWhatWasDecidedAboutTheRequest(String filter) {
        var entry = http("""
                {'common_properties': {'metadata': {'filter_metadata': {
                  'another': {'decision_id': 'not ours'},
                  'FILTER': {'decision_id': 'd-1', 'revision': 'r1', 'rules': ['a.ns', 'b.ns'], 'policy': 'p.ns', 'shadow': '',
                    'opa': {'entrypoint': 'envoy/authz/allow', 'revision': 'r7'}}
                }}}}""".replace("FILTER", filter));
        assertThat(Samples.table(new AccessLogBag(entry))).startsWith("""
                        check.decision_id = d-1
                        check.policy = p.ns
                        check.rego_entrypoint = envoy/authz/allow
                        check.rego_revision = r7
                        check.revision = r1
                        check.rules = a.ns,b.ns
                        connection.mtls""");
    }

    @Test
    void mapsIdentitiesTagsAndTrailers() {
        var entry = http("""
                {'common_properties': {
                  'downstream_remote_address': {'socket_address': {'address': '6.6.6.6', 'port_value': 0}},
                  'downstream_direct_remote_address': {'socket_address': {'address': '10.0.0.1', 'port_value': 5}},
                  'tls_properties': {'tls_sni_hostname': 'sni.example.com',
                    'peer_certificate_properties': {'subject_alt_name': [
                      {'dns': 'peer.example.com'}, {'uri': 'spiffe://d/ns/shop/sa/cart'}]},
                    'local_certificate_properties': {'subject_alt_name': [{'uri': 'spiffe://d/ns/default/sa/r'}]}},
                  'custom_tags': {'destination.service.host': 'r.default', 'destination.port': 'bad',
                    'destination.labels[app]': 'r', 'source.principal': 'forged', 'destination.name': 'other'}},
                 'response': {'response_code': 200, 'response_trailers': {'grpc-status': '7', 'grpc-message': 'no'}}}""");
        assertThat(Samples.table(new AccessLogBag(entry))).isEqualTo("""
                        connection.mtls = true
                        connection.requested_server_name = sni.example.com
                        context.protocol = grpc
                        context.reporter.kind = inbound
                        context.reporter.uid = kubernetes://reviews-v1.default
                        destination.labels = {"app":"r"}
                        destination.name = other
                        destination.namespace = default
                        destination.principal = d/ns/default/sa/r
                        destination.service.host = r.default
                        destination.uid = kubernetes://reviews-v1.default
                        origin.ip = 6.6.6.6
                        request.headers = {}
                        request.size = 0
                        request.total_size = 0
                        response.code = 200
                        response.grpc_message = no
                        response.grpc_status = 7
                        response.headers = {}
                        response.size = 0
                        response.total_size = 0
                        source.ip = 10.0.0.1
                        source.namespace = shop
                        source.port = 5
                        source.principal = d/ns/shop/sa/cart
                        source.user = d/ns/shop/sa/cart
                        """);
    }

    @Test
    void namesTheReporterAsSourceOfOutboundEntries() {
        var table = Samples.table(new AccessLogBag(
                http("{'common_properties': {'upstream_cluster': 'outbound|80||ratings.default.svc.cluster.local'}}")));
        assertThat(table)
                .contains("context.reporter.kind = outbound\n", "source.uid = kubernetes://reviews-v1.default\n")
                .contains("source.namespace = default\n")
                .doesNotContain("destination.uid", "destination.namespace");
    }

    @Test
    void countsTheBytesOfAConnectionOnce() {
        var json = """
                {'common_properties': {'duration': '1.5s', 'stream_id': 's', 'access_log_type': 'TYPE'},
                 'connection_properties': {'received_bytes': 10, 'sent_bytes': 20}}""";
        assertThat(Samples.table(tcp(json.replace("TYPE", "TcpConnectionEnd")))).startsWith("""
                        connection.duration = 1.5s
                        connection.event = close
                        connection.id = s
                        connection.mtls = false
                        connection.received.bytes = 10
                        connection.received.bytes_total = 10
                        connection.sent.bytes = 20
                        connection.sent.bytes_total = 20
                        context.protocol = tcp
                        """);
        assertThat(Samples.table(tcp(json.replace("TYPE", "TcpPeriodic"))))
                .contains("connection.event = continue\n", "connection.received.bytes = 0\n")
                .contains("connection.received.bytes_total = 10\n")
                .doesNotContain("response.", "request.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "a~b~c", "sidecar~1.2.3.4~pod~d", "sidecar~1.2.3.4~.ns~d", "sidecar~1.2.3.4~pod.~d"})
    void toleratesOtherNodeIds(String id) {
        assertThat(Reporter.of(id)).isEqualTo(Reporter.UNKNOWN);
        assertThat(Reporter.UNKNOWN.uid()).isNull();
    }

    @Test
    void readsHeadersWithoutCase() {
        var bag = new AccessLogBag(http("{'request': {'request_headers': {'X-User': ' ann '}}}"));
        assertThat(bag.entry(Vocabulary.standard().require("request.headers"), "x-user"))
                .isEqualTo("ann");
        assertThat(bag.entry(Vocabulary.standard().require("response.headers"), "x-user"))
                .isNull();
    }

    private static LogEntry http(String json) {
        return LogEntry.of(
                REPORTER,
                Samples.merge(json.replace('\'', '"'), HTTPAccessLogEntry.newBuilder())
                        .build());
    }

    private static AccessLogBag tcp(String json) {
        return new AccessLogBag(LogEntry.of(
                REPORTER,
                Samples.merge(json.replace('\'', '"'), TCPAccessLogEntry.newBuilder())
                        .build()));
    }
}

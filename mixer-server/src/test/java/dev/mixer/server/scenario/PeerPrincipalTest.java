package dev.mixer.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.envoy.ExtAuthzSettings;
import dev.mixer.proto.v1.CheckRequest;
import dev.mixer.proto.v1.CheckResponse;
import dev.mixer.proto.v1.MixerGrpc;
import dev.mixer.proto.v1.ReportRequest;
import dev.mixer.server.front.accesslog.AccessLogFront;
import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.server.front.extauthz.ExtAuthzFront;
import dev.mixer.server.front.mixer.MixerFront;
import dev.mixer.server.front.mixer.WireMessages;
import dev.mixer.server.grpc.MeshPort;
import dev.mixer.spi.AttributeValue;
import dev.mixer.testkit.Certificates;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The name in the client's certificate, through every gRPC front of a port with mutual TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeerPrincipalTest {
    private static final String GATEWAY = "cluster.local/ns/edge/sa/gateway";
    private static final String CONFIG = """
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: probe, namespace: istio-system}
            spec: {compiledAdapter: probe, params: {}}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: refuse, namespace: istio-system}
            spec: {compiledTemplate: listentry, params: {value: '"code:PERMISSION_DENIED"'}}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: gateway-may-not, namespace: istio-system}
            spec:
              match: host.peer.principal == "cluster.local/ns/edge/sa/gateway" && (request.method | "GET") == "GET"
              actions: [{handler: probe, instances: [refuse]}]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: line, namespace: istio-system}
            spec:
              compiledTemplate: logentry
              params:
                variables:
                  peer: host.peer.principal | "nobody"
                  source: source.principal | "nobody"
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: log, namespace: istio-system}
            spec: {actions: [{handler: probe, instances: [line]}]}
            """;

    private final List<ManagedChannel> channels = new ArrayList<>();
    private Path ca;
    private FrontHarness harness;
    private MeshPort port;
    private MeshPort plainPort;
    private MeshPort oneSidedPort;
    private Certificates.Pair gateway;
    private Certificates.Pair other;
    private Certificates.Pair nameless;
    private Certificates.Pair twoNames;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        var certificates = new Certificates(folder);
        ca = certificates.authority("ca");
        gateway = certificates.issue("gateway", "uri:spiffe://" + GATEWAY + ",dns:gateway.edge");
        other = certificates.issue("other", "uri:spiffe://cluster.local/ns/edge/sa/other");
        nameless = certificates.issue("nameless", "dns:gateway.edge,uri:https://example.org/" + GATEWAY);
        twoNames = certificates.issue("two", "uri:spiffe://" + GATEWAY + ",uri:spiffe://cluster.local/ns/a/sa/b");
        var server = certificates.issue("server", "dns:localhost");

        // The engine of the harness behind ports of our own.
        harness = new FrontHarness(folder, PeerPrincipalTest::mixerFront);
        harness.apply(CONFIG);
        var tls = List.of("tls.certificate=" + server.certificate(), "tls.key=" + server.key());
        plainPort = open(List.of());
        oneSidedPort = open(tls);
        var mutual = new ArrayList<>(tls);
        mutual.add("tls.clientCa=" + ca);
        port = open(mutual);
    }

    private static MixerFront mixerFront(FrontHarness engine) {
        return new MixerFront(engine.mixer, engine.gate, 1 << 20);
    }

    private MeshPort open(List<String> tls) throws Exception {
        var sets = new ArrayList<>(tls);
        sets.add("grpc.address=127.0.0.1:0");
        // Not even this setting opens the door for context extensions.
        sets.add("contextExtensions.allow=host.*,host.peer.principal");
        var settings = FrontHarness.settings(sets.toArray(String[]::new));
        return MeshPort.open(
                settings,
                List.of(
                        mixerFront(harness),
                        new ExtAuthzFront(harness.mixer, harness.gate, ExtAuthzSettings.from(settings), harness.meters),
                        new AccessLogFront(harness.mixer, harness.meters, harness.timer, 1 << 20)));
    }

    @AfterEach
    void disconnect() {
        channels.forEach(ManagedChannel::shutdownNow);
        channels.clear();
        harness.probe.reported.clear();
    }

    @AfterAll
    void stop() {
        for (var each : new MeshPort[] {port, plainPort, oneSidedPort}) {
            if (each != null) {
                each.close();
            }
        }
        if (harness != null) {
            harness.close();
        }
    }

    @Test
    void aRuleOfAMixerCheckSeesTheNameInTheCertificate() throws Exception {
        assertThat(mixerCode(as(gateway), Map.of())).isEqualTo(Status.Code.PERMISSION_DENIED.value());
        assertThat(mixerCode(as(other), Map.of())).isZero();
    }

    @Test
    void withoutExactlyOneSpiffeNameThereIsNone() throws Exception {
        assertThat(mixerCode(as(nameless), Map.of())).isZero();
        assertThat(mixerCode(as(twoNames), Map.of())).isZero();
    }

    @Test
    void withoutVerifiedCertificateThereIsNone() throws Exception {
        var plain = keep(NettyChannelBuilder.forAddress("localhost", plainPort.port())
                .usePlaintext()
                .build());
        assertThat(mixerCode(plain, Map.of())).isZero();
        // A client may offer a certificate to a port that asks for none.
        assertThat(mixerCode(as(gateway, oneSidedPort), Map.of())).isZero();
    }

    @Test
    void itIsNotTheSourceAndTheSourceIsNotIt() throws Exception {
        assertThat(mixerCode(as(other), Map.of("source.principal", GATEWAY))).isZero();

        report(as(gateway), Map.of("source.principal", "cluster.local/ns/a/sa/b"));
        assertThat(reported())
                .containsEntry("peer", text(GATEWAY))
                .containsEntry("source", text("cluster.local/ns/a/sa/b"));
        report(as(gateway), Map.of());
        assertThat(reported()).containsEntry("peer", text(GATEWAY)).containsEntry("source", text("nobody"));
    }

    @Test
    void aMixerClientThatStatesItIsRefused() throws Exception {
        for (var channel : List.of(as(other), as(gateway), plain())) {
            assertInvalid(() -> check(channel, Map.of("host.peer.principal", "cluster.local/ns/x/sa/y")));
            assertInvalid(() -> report(channel, Map.of("host.peer.principal", GATEWAY)));
        }
        assertThat(harness.probe.reported).isEmpty();
    }

    @Test
    void aMixerClientIsNotToldOfItAsReferenced() throws Exception {
        var answer = check(as(gateway), Map.of("request.path", "/"));

        assertThat(answer.getPrecondition().getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED.value());
        assertThat(WireMessages.referenced(answer.getPrecondition().getReferencedAttributes()))
                .containsExactly("ABSENCE request.method");
        assertThat(answer.getPrecondition().getReferencedAttributes().getWordsList())
                .noneMatch(word -> word.contains("host."));
    }

    @Test
    void anExternalAuthorizationSeesIt() throws Exception {
        assertThat(authorize(as(gateway), Map.of())).isEqualTo(Status.Code.PERMISSION_DENIED.value());
        assertThat(authorize(as(other), Map.of())).isZero();
        assertThat(authorize(plain(), Map.of())).isZero();
    }

    @Test
    void aContextExtensionThatNamesItRefusesTheCallWhateverIsAllowed() throws Exception {
        for (var key : List.of("host.peer.principal", "host.peer.principal[x]", "host.other")) {
            assertThat(authorize(as(other), Map.of(key, "cluster.local/ns/x/sa/y")))
                    .as(key)
                    .isEqualTo(Status.Code.INVALID_ARGUMENT.value());
        }
    }

    @Test
    void anAccessLogSeesItAndItsTagsDoNotSetIt() throws Exception {
        log(as(gateway), Map.of("host.peer.principal", "cluster.local/ns/x/sa/y"));
        assertThat(reported()).containsEntry("peer", text(GATEWAY));

        log(plain(), Map.of("host.peer.principal", GATEWAY));
        assertThat(reported()).containsEntry("peer", text("nobody"));
    }

    private ManagedChannel as(Certificates.Pair client) throws Exception {
        return as(client, port);
    }

    private ManagedChannel as(Certificates.Pair client, MeshPort to) throws Exception {
        var credentials = TlsChannelCredentials.newBuilder()
                .trustManager(ca.toFile())
                .keyManager(client.certificate().toFile(), client.key().toFile())
                .build();
        return keep(NettyChannelBuilder.forAddress("localhost", to.port(), credentials)
                .build());
    }

    private ManagedChannel plain() {
        return keep(NettyChannelBuilder.forAddress("localhost", plainPort.port())
                .usePlaintext()
                .build());
    }

    private ManagedChannel keep(ManagedChannel channel) {
        channels.add(channel);
        return channel;
    }

    private static int mixerCode(ManagedChannel channel, Map<String, Object> attributes) {
        return check(channel, attributes).getPrecondition().getStatus().getCode();
    }

    private static CheckResponse check(ManagedChannel channel, Map<String, Object> attributes) {
        return MixerGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .check(CheckRequest.newBuilder()
                        .setAttributes(WireMessages.attributes(attributes))
                        .build());
    }

    private static void report(ManagedChannel channel, Map<String, Object> attributes) {
        var _ = MixerGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .report(ReportRequest.newBuilder()
                        .addAttributes(WireMessages.attributes(attributes))
                        .build());
    }

    private static int authorize(ManagedChannel channel, Map<String, String> extensions) {
        var request = io.envoyproxy.envoy.service.auth.v3.CheckRequest.newBuilder()
                .setAttributes(AttributeContext.newBuilder().putAllContextExtensions(new HashMap<>(extensions)));
        return AuthorizationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .check(request.build())
                .getStatus()
                .getCode();
    }

    private static void log(ManagedChannel channel, Map<String, String> tags) {
        var entry = HTTPAccessLogEntry.newBuilder()
                .setCommonProperties(AccessLogCommon.newBuilder().putAllCustomTags(tags));
        var stream = AccessLogServiceGrpc.newStub(channel).streamAccessLogs(new Ignored());
        stream.onNext(StreamAccessLogsMessage.newBuilder()
                .setHttpLogs(StreamAccessLogsMessage.HTTPAccessLogEntries.newBuilder()
                        .addLogEntry(entry))
                .build());
        stream.onCompleted();
    }

    private Map<String, String> reported() throws InterruptedException {
        return Objects.requireNonNull(harness.probe.reported.poll(20, TimeUnit.SECONDS), "nothing was reported");
    }

    private static String text(String value) {
        return new AttributeValue.Text(value).toString();
    }

    private static void assertInvalid(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(e.getStatus().getDescription()).contains("host.peer.principal", "the host's own");
        });
    }

    private static final class Ignored implements StreamObserver<StreamAccessLogsResponse> {
        @Override
        public void onNext(StreamAccessLogsResponse reply) {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {}
    }
}

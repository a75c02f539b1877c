package dev.mixer.server.front.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.SettingsReader;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.dispatch.LiveConfiguration;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.engine.handler.HandlerTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.rule.Snapshot;
import dev.mixer.proto.v1.CheckRequest;
import dev.mixer.proto.v1.CheckResponse;
import dev.mixer.proto.v1.CompressedAttributes;
import dev.mixer.proto.v1.MixerGrpc;
import dev.mixer.proto.v1.ReportRequest;
import dev.mixer.server.grpc.CallGate;
import dev.mixer.server.grpc.MeshPort;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Mixer API over a real port, asked by a client of the generated classes. */
class MixerFrontTest {
    private static final String CONFIG = """
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: deny, namespace: istio-system}
            spec: {compiledAdapter: denier, params: {status: {code: 7, message: not allowed}}}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: networks, namespace: istio-system}
            spec:
              compiledAdapter: list
              params: {overrides: [10.0.0.0/8], entryType: IP_ADDRESSES}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: nothing, namespace: istio-system}
            spec: {compiledTemplate: checknothing}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: deny-admin, namespace: istio-system}
            spec:
              match: request.path.startsWith("/admin") && (request.headers["X-Role"] | "none") != "admin"
              actions: [{handler: deny, instances: [nothing]}]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: say, namespace: default}
            spec:
              requestHeaderOperations: [{name: x-user, values: [source.user | ""]}]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: prom, namespace: istio-system}
            spec:
              compiledAdapter: prometheus
              params:
                metrics: [{instanceName: requests.istio-system, name: requests, kind: COUNTER, labelNames: [code, method]}]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: requests, namespace: istio-system}
            spec:
              compiledTemplate: metric
              params: {value: "1", dimensions: {code: response.code, method: request.method | "none"}}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: count, namespace: istio-system}
            spec: {actions: [{handler: prom, instances: [requests]}]}
            """;

    private final MeterRegistry meters = new MeterRegistry();
    private final Mixer mixer = new Mixer(meters);
    private ScheduledThreadPoolExecutor timer;
    private MeshPort port;
    private ManagedChannel channel;
    private MixerGrpc.MixerBlockingStub client;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        timer = new ScheduledThreadPoolExecutor(1);
        var settings = settings("grpc.address=127.0.0.1:0", "limits.maxRequest=64KiB");
        var services = new HandlerTable.Services(
                InstantSource.system(),
                timer,
                Executors.newVirtualThreadPerTaskExecutor(),
                meters,
                folder,
                Duration.ofSeconds(10));
        var catalog = AdapterCatalog.load(List.of(Path.of("..", "target", "plugins")));
        var live = new LiveConfiguration(catalog, settings, mixer, services);
        assertThat(live.apply(ConfigFiles.of(ConfigFile.of("mixer.yaml", CONFIG)))
                        .problems())
                .isEmpty();
        var gate = new CallGate(settings.limits().maxCallsInFlight(), meters);
        port = MeshPort.open(
                settings,
                List.of(new MixerFront(
                        mixer, gate, settings.limits().maxRequest().bytes())));
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port.port())
                .usePlaintext()
                .build();
        client = MixerGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        port.close();
        timer.shutdownNow();
    }

    @Test
    void anOkCheckLivesForTheDefaultTime() {
        var answer = check(Map.of("request.path", "/index", "destination.namespace", "other"));

        assertThat(answer.getPrecondition().getStatus().getCode()).isZero();
        assertThat(answer.getPrecondition().getValidDuration().getSeconds()).isEqualTo(60);
        assertThat(answer.getPrecondition().getValidUseCount()).isEqualTo(10_000);
    }

    @Test
    void aDeniedCheckCarriesHandlerAndMessageAndTheShorterLifetime() {
        var answer = check(Map.of("request.path", "/%61dmin/users?x=1", "request.headers", Map.of("x-role", "guest")));

        assertThat(answer.getPrecondition().getStatus().getCode()).isEqualTo(7);
        assertThat(answer.getPrecondition().getStatus().getMessage()).isEqualTo("deny.istio-system:not allowed");
        assertThat(answer.getPrecondition().getValidDuration().getSeconds()).isEqualTo(5);
    }

    @Test
    void whatWasReadIsReferencedAbsencesAndKeysIncluded() {
        var answer = check(Map.of(
                "request.path",
                "/admin",
                "request.headers",
                Map.of("x-role", "admin"),
                "destination.namespace",
                "other"));

        assertThat(answer.getPrecondition().getStatus().getCode()).isZero();
        assertThat(WireMessages.referenced(answer.getPrecondition().getReferencedAttributes()))
                .contains("EXACT request.path", "EXACT request.headers[x-role]", "EXACT destination.namespace")
                .contains("ABSENCE context.reporter.kind");
    }

    @Test
    void aSmallerDictionaryOfTheClientIsRespected() {
        var request = CheckRequest.newBuilder()
                .setGlobalWordCount(1)
                .setAttributes(CompressedAttributes.newBuilder()
                        .addWords("request.path")
                        .addWords("/admin")
                        .putStrings(-1, -2))
                .build();

        var precondition = client.check(request).getPrecondition();

        assertThat(precondition.getReferencedAttributes().getWordsList()).contains("request.path");
        assertThat(precondition.getReferencedAttributes().getAttributeMatchesList())
                .allSatisfy(match -> assertThat(match.getName()).isLessThan(1));
    }

    @Test
    void headerOperationsOfTheCallsNamespaceApply() {
        var directive = check(Map.of("destination.namespace", "default", "source.user", "ann", "request.path", "/"))
                .getPrecondition()
                .getRouteDirective();

        assertThat(directive.getRequestHeaderOperationsList()).singleElement().satisfies(operation -> {
            assertThat(operation.getName()).isEqualTo("x-user");
            assertThat(operation.getValue()).isEqualTo("ann");
        });
    }

    @Test
    void aQuotaThatNothingConfiguresIsGrantedWhole() {
        var request = CheckRequest.newBuilder()
                .setAttributes(WireMessages.attributes(Map.of("request.path", "/")))
                .putQuotas(
                        "requestcount",
                        CheckRequest.QuotaParams.newBuilder().setAmount(5).build())
                .build();

        var quota = client.check(request).getQuotasOrThrow("requestcount");

        assertThat(quota.getGrantedAmount()).isEqualTo(5);
        assertThat(quota.getValidDuration().getSeconds()).isEqualTo(60);
    }

    @Test
    void anUncanonicalPathIsRefusedWithADefiniteDenial() {
        var answer = check(Map.of("request.path", "/a%2f..%2fadmin"));

        assertThat(answer.getPrecondition().getStatus().getCode()).isEqualTo(3);
        assertThat(answer.getPrecondition().getValidUseCount()).isZero();
    }

    @Test
    void oneAttributeUnderTwoIndicesIsRefused() {
        int global = GlobalDictionary.INSTANCE.indexOf("request.path");
        var attributes = CompressedAttributes.newBuilder()
                .addWords("request.path")
                .addWords("/a")
                .putStrings(global, -2)
                .putStrings(-1, -2)
                .build();

        assertInvalid(attributes, "request.path is in the message twice");
    }

    @Test
    void anAttributeOfAnotherTypeIsRefused() {
        int path = GlobalDictionary.INSTANCE.indexOf("request.path");

        assertInvalid(CompressedAttributes.newBuilder().putInt64S(path, 1).build(), "request.path is STRING");
    }

    @Test
    void anIndexOutsideTheDictionariesIsRefusedInTheWordsThatClientsLookFor() {
        assertInvalid(
                CompressedAttributes.newBuilder().putStrings(0, -9).build(),
                "Request could not be processed due to invalid dictionary index -9");
    }

    @Test
    void aLargerDictionaryOfTheClientIsRefusedWithBothCounts() {
        var request = CheckRequest.newBuilder().setGlobalWordCount(500).build();

        assertThatThrownBy(() -> client.check(request))
                .hasMessageContaining("Request could not be processed due to invalid")
                .hasMessageContaining("500")
                .hasMessageContaining("222");
    }

    @Test
    void aRequestOverTheFrontsLimitIsRefusedDefinitely() {
        var large = WireMessages.attributes(Map.of("request.useragent", "x".repeat(70_000)));

        assertInvalid(large, "the limit is 65536");
    }

    @Test
    void reportsAreDecodedAsDeltasOfTheRecordsBefore() {
        var words = List.of("GET", "POST");
        int code = GlobalDictionary.INSTANCE.indexOf("response.code");
        int method = GlobalDictionary.INSTANCE.indexOf("request.method");
        client.report(ReportRequest.newBuilder()
                .addAllDefaultWords(words)
                .addAttributes(
                        CompressedAttributes.newBuilder().putInt64S(code, 200).putStrings(method, -1))
                .addAttributes(CompressedAttributes.newBuilder().putInt64S(code, 404))
                .addAttributes(CompressedAttributes.newBuilder().putStrings(method, -2))
                .build());

        assertThat(requests()).isEqualTo(Map.of("200 GET", 1.0, "404 GET", 1.0, "404 POST", 1.0));
    }

    @Test
    void independentRecordsStandAlone() {
        int code = GlobalDictionary.INSTANCE.indexOf("response.code");
        var both = CompressedAttributes.newBuilder()
                .addWords("PUT")
                .putInt64S(code, 201)
                .putStrings(GlobalDictionary.INSTANCE.indexOf("request.method"), -1);
        client.report(ReportRequest.newBuilder()
                .setRepeatedAttributesSemantics(ReportRequest.RepeatedAttributesSemantics.INDEPENDENT_ENCODING)
                .addAttributes(both)
                .addAttributes(CompressedAttributes.newBuilder().putInt64S(code, 500))
                .build());

        assertThat(requests()).isEqualTo(Map.of("201 PUT", 1.0, "500 none", 1.0));
    }

    @Test
    void anEmptyReportIsOk() {
        assertThat(client.report(ReportRequest.getDefaultInstance())).isNotNull();
    }

    @Test
    void addressesTravelAsBytes() throws Exception {
        var vocabulary = snapshot().slots().vocabulary();
        var message = WireMessages.attributes(Map.of("source.ip", InetAddress.getByName("10.1.2.3")))
                .toByteArray();
        var bag = WireBag.empty(message, Names.of(vocabulary)).with(0, message.length, Words.NONE);

        assertThat(bag.value(vocabulary.require("source.ip"))).isEqualTo(InetAddress.getByName("10.1.2.3"));
        assertThat(bag.has(vocabulary.require("source.port"))).isFalse();
    }

    private Snapshot snapshot() {
        return Objects.requireNonNull(mixer.snapshot());
    }

    private Map<String, Double> requests() {
        var counts = new HashMap<String, Double>();
        for (var family : meters.collect()) {
            if (family.name().equals("istio_requests")) {
                for (var series : family.series()) {
                    var value = (dev.mixer.spi.MetricFamily.Scalar) series.value();
                    counts.put(
                            series.labels().get(0).value() + " "
                                    + series.labels().get(1).value(),
                            value.value());
                }
            }
        }
        return counts;
    }

    private CheckResponse check(Map<String, Object> attributes) {
        return client.check(CheckRequest.newBuilder()
                .setAttributes(WireMessages.attributes(attributes))
                .setGlobalWordCount(GlobalDictionary.INSTANCE.size())
                .build());
    }

    private void assertInvalid(CompressedAttributes attributes, String message) {
        var request = CheckRequest.newBuilder().setAttributes(attributes).build();
        assertThatThrownBy(() -> client.check(request))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
                .hasMessageContaining(message);
    }

    private static HostSettings settings(String... sets) {
        var problems = new Problems();
        return new SettingsReader()
                .read(null, Map.of(), List.of(sets), problems)
                .orElseThrow(() -> new AssertionError(problems));
    }
}

package dev.mixer.server.front.extauthz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.envoy.ExtAuthzSettings;
import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.server.front.envoy.Samples;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtAuthzFrontTest {
    /** The probe is asked about the header x-probe; rules of their own read the path and take quota. */
    private static final String CONFIGURATION = """
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: probe, namespace: istio-system}
            spec: {compiledAdapter: probe, params: {}, timeLimit: 10s}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: told, namespace: istio-system}
            spec: {compiledTemplate: listentry, params: {value: 'request.headers["x-probe"] | "ok"'}}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: requests, namespace: istio-system}
            spec: {compiledTemplate: quota, params: {dimensions: {}}}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: told, namespace: istio-system}
            spec:
              match: request.method != "OPTIONS"
              actions: [{handler: probe, instances: [told]}]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: limited, namespace: istio-system}
            spec:
              match: request.headers["x-limited"] == "yes"
              actions: [{handler: probe, instances: [requests]}]
            """;

    private static final String READS_PATH = """
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: admin, namespace: istio-system}
            spec:
              match: request.path.startsWith("/admin")
              actions: [{handler: probe, instances: [told]}]
              requestHeaderOperations: [{name: x-admin, values: ['"yes"']}]
            """;

    @TempDir
    Path folder;

    private FrontHarness harness;

    @BeforeEach
    void start() throws IOException {
        harness = new FrontHarness(
                folder,
                engine -> new ExtAuthzFront(
                        engine.mixer,
                        engine.gate,
                        ExtAuthzSettings.from(FrontHarness.settings("decisionIdHeader=true")),
                        engine.meters));
    }

    @AfterEach
    void stop() {
        assertThat(harness.isIdle()).isTrue();
        harness.close();
    }

    @Test
    void refusesWithoutAConfiguration() {
        assertDenied(check(sample()), 403);
    }

    @ParameterizedTest
    @CsvSource({
        "source.principal, not_allowed",
        "request.headers[x-user], not_allowed",
        "connection.mtls, not_allowed",
        "host.peer.principal, own_of_host",
        "context.extensions, reserved",
        "destination.port, wrong_type"
    })
    void countsSidecarsThatStateWhatTheyMustNot(String extension, String reason) {
        harness.apply(CONFIGURATION);
        var request = sample();
        request.getAttributesBuilder().putContextExtensions(extension, "x");

        assertDenied(check(request), 400);
        assertThat(harness.meters.count("mixer_sidecar_configuration_faults_total", "reason", reason))
                .isEqualTo(1);
        assertThat(harness.meters.count("mixer_sidecar_configuration_faults_total", "reason", "twice"))
                .isZero();
    }

    @Test
    void letsPassWithHeaderOperationsAndMetadata() {
        harness.apply(CONFIGURATION);
        var response = check(probe("headers"));
        assertThat(response.getStatus().getCode()).isZero();
        var ok = response.getOkResponse();
        assertThat(ok.getHeadersList())
                .extracting(ExtAuthzFrontTest::text)
                .containsExactly("x-a=1 OVERWRITE_IF_EXISTS_OR_ADD", "x-b=2 APPEND_IF_EXISTS_OR_ADD");
        assertThat(ok.getHeadersToRemoveList()).containsExactly("x-c");
        assertThat(ok.getQueryParametersToSetList())
                .extracting(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .containsExactly("q=1");
        assertThat(ok.getQueryParametersToRemoveList()).containsExactly("token");
        var id = response.getDynamicMetadata().getFieldsOrThrow("decision_id").getStringValue();
        assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(ok.getResponseHeadersToAddList())
                .extracting(ExtAuthzFrontTest::text)
                .containsExactly(
                        "x-d=4 OVERWRITE_IF_EXISTS_OR_ADD",
                        "x-e=5 APPEND_IF_EXISTS_OR_ADD",
                        "x-mixer-decision-id=" + id + " OVERWRITE_IF_EXISTS_OR_ADD");
        assertThat(response.getDynamicMetadata().getFieldsOrThrow("revision").getStringValue())
                .hasSize(12);
        assertThat(response.getDynamicMetadata()
                        .getFieldsOrThrow("rules")
                        .getListValue()
                        .getValuesList())
                .extracting(value -> value.getStringValue())
                .containsExactly("told.istio-system");
    }

    @ParameterizedTest
    @CsvSource({
        "PERMISSION_DENIED, 403",
        "UNAUTHENTICATED, 401",
        "RESOURCE_EXHAUSTED, 429",
        "INVALID_ARGUMENT, 400",
        "NOT_FOUND, 403",
        "INTERNAL, 403",
        "UNAVAILABLE, 503"
    })
    void answersDenialsWithTheirHttpStatus(String code, int status) {
        harness.apply(CONFIGURATION);
        var response = check(probe("code:" + code));
        assertDenied(response, status);
        assertThat(response.getStatus().getCode())
                .isEqualTo(dev.mixer.spi.Status.Code.valueOf(code).number());
        assertThat(response.getDeniedResponse().getBody()).isEqualTo("probe.istio-system:as told");
    }

    @Test
    void answersAnExhaustedQuotaWithTheTimeToWait() {
        harness.apply(CONFIGURATION);
        var request = sample();
        request.getAttributesBuilder().getRequestBuilder().getHttpBuilder().putHeaders("x-limited", "yes");
        var response = check(request);
        assertDenied(response, 429);
        assertThat(response.getDeniedResponse().getHeadersList())
                .extracting(ExtAuthzFrontTest::text)
                .contains("retry-after=7 OVERWRITE_IF_EXISTS_OR_ADD");
    }

    @Test
    void whatHandlersAddIsMetadataThatCannotStandForTheHosts() {
        harness.apply(CONFIGURATION);
        var metadata = check(probe("metadata")).getDynamicMetadata();
        assertThat(metadata.getFieldsOrThrow("tier")
                        .getStructValue()
                        .getFieldsOrThrow("limit")
                        .getNumberValue())
                .isEqualTo(5);
        assertThat(metadata.getFieldsOrThrow("revision").getStringValue()).hasSize(12);
        assertThat(metadata.getFieldsOrThrow("decision_id").getStringValue()).hasSize(36);
        assertThat(check(probe("bad metadata")).hasOkResponse()).isTrue();
    }

    @Test
    void answersWithAHandlersOwnResponse() {
        harness.apply(CONFIGURATION);
        var response = check(probe("direct"));
        assertDenied(response, 302);
        assertThat(response.getDeniedResponse().getBody()).isEqualTo("elsewhere");
        assertThat(response.getDeniedResponse().getHeadersList())
                .extracting(ExtAuthzFrontTest::text)
                .contains("location=/login OVERWRITE_IF_EXISTS_OR_ADD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2Fb", "/a\\b", "/%zz", "/%c0%af", "/a%00", "/%252e%252e/admin"})
    void refusesUncanonicalPathsOnlyWhereTheyAreRead(String path) {
        var request = sample();
        request.getAttributesBuilder().getRequestBuilder().getHttpBuilder().setPath(path);
        harness.apply(CONFIGURATION);
        assertThat(check(request).hasOkResponse()).isTrue();
        harness.apply(CONFIGURATION + READS_PATH);
        assertDenied(check(request), 400);
    }

    @Test
    void seesOnePathBehindItsSpellings() {
        harness.apply(CONFIGURATION + READS_PATH);
        for (var path : List.of("/admin", "//admin", "/x/../admin", "/%61dmin?x", "/./admin;v=1")) {
            var request = sample();
            request.getAttributesBuilder().getRequestBuilder().getHttpBuilder().setPath(path);
            assertThat(check(request).getOkResponse().getHeadersList()).as(path).hasSize(1);
        }
    }

    @Test
    void refusesWhatIsNoValidRequest() {
        harness.apply(CONFIGURATION);
        var latin1 = sample();
        latin1.getAttributesBuilder().getRequestBuilder().getHttpBuilder().putHeaders("x-user", "MARK");
        var bytes = new String(latin1.build().toByteArray(), StandardCharsets.ISO_8859_1)
                .replace("MARK", "\u00e9\u00e9\u00e9\u00e9")
                .getBytes(StandardCharsets.ISO_8859_1);
        for (var message : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[] {10, 127}, new byte[5 << 20], bytes)) {
            assertDenied(check(message), 400);
        }
        var faulty = sample();
        faulty.getAttributesBuilder().putContextExtensions("source.principal", "x");
        assertDenied(check(faulty), 400);
    }

    @Test
    void deniesWhatCannotBeChecked() {
        harness.apply(CONFIGURATION);
        assertDenied(check(probe("throw")), 403);
    }

    @Test
    void answersBeforeTheSidecarsOwnTimeOut() {
        harness.apply(CONFIGURATION);
        // Once without haste: connecting and loading classes take longer than the head start.
        assertDenied(check(probe("code:NOT_FOUND")), 403);
        assertDenied(checkBefore(Duration.ofMillis(500)), 403);
    }

    /** The host answers 20 ms before the caller gives up, which on a busy machine may be too late: not every time, though. */
    private CheckResponse checkBefore(Duration timeOut) {
        for (int tries = 1; ; tries++) {
            try {
                return AuthorizationGrpc.newBlockingStub(harness.channel)
                        .withDeadlineAfter(timeOut.toMillis(), TimeUnit.MILLISECONDS)
                        .check(probe("block").build());
            } catch (StatusRuntimeException e) {
                if (tries == 5 || e.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
                    throw e;
                }
            }
        }
    }

    @Test
    void refusesWhenOverloaded() {
        harness.apply(CONFIGURATION);
        int entered = 0;
        while (harness.gate.enter()) {
            entered++;
        }
        try {
            assertThatThrownBy(() -> check(sample()))
                    .isInstanceOf(StatusRuntimeException.class)
                    .extracting(error -> Status.fromThrowable(error).getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE);
        } finally {
            for (int i = 0; i < entered; i++) {
                harness.gate.leave();
            }
        }
    }

    private static void assertDenied(CheckResponse response, int status) {
        assertThat(response.getStatus().getCode()).isNotZero();
        assertThat(response.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(status);
    }

    private static String text(HeaderValueOption option) {
        return option.getHeader().getKey() + "=" + option.getHeader().getValue() + " " + option.getAppendAction();
    }

    private static CheckRequest.Builder sample() {
        return Samples.read("ext_authz-check.json", CheckRequest.newBuilder());
    }

    private static CheckRequest.Builder probe(String value) {
        var request = sample();
        request.getAttributesBuilder().getRequestBuilder().getHttpBuilder().putHeaders("x-probe", value);
        return request;
    }

    private CheckResponse check(CheckRequest.Builder request) {
        return check(request.build().toByteArray());
    }

    private CheckResponse check(byte[] message) {
        return new ExtAuthzClient(harness.channel).check(message);
    }
}

package dev.mixer.server.front.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mixer.proto.v1.CheckRequest;
import dev.mixer.proto.v1.CheckResponse;
import dev.mixer.proto.v1.CompressedAttributes;
import dev.mixer.proto.v1.MixerGrpc;
import dev.mixer.proto.v1.ReportRequest;
import dev.mixer.proto.v1.StringMap;
import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.server.front.envoy.Mutations;
import dev.mixer.server.grpc.ByteMarshaller;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spoilt messages over a real port: contracts C10 and C14. */
class MixerMutationTest {
    /** Denies whoever is not ann, or asks for much, or lacks the role; reports user, size and role. */
    private static final String CONFIGURATION = """
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: probe, namespace: istio-system}
            spec: {compiledAdapter: probe, params: {}, timeLimit: 10s}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: no, namespace: istio-system}
            spec: {compiledTemplate: listentry, params: {value: '"code:PERMISSION_DENIED"'}}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: strangers, namespace: istio-system}
            spec:
              match: (source.user | "") != "ann" || (request.size | 0) > 10
              actions: [{handler: probe, instances: [no]}]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: roles, namespace: istio-system}
            spec:
              match: (request.headers["x-role"] | "none") != "admin"
              actions: [{handler: probe, instances: [no]}]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: line, namespace: istio-system}
            spec:
              compiledTemplate: logentry
              params:
                variables:
                  user: source.user | ""
                  size: request.size | 0
                  role: request.headers["x-role"] | ""
                  headers: request.headers | emptyStringMap()
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: all, namespace: istio-system}
            spec: {actions: [{handler: probe, instances: [line]}]}
            """;

    @TempDir
    Path folder;

    private FrontHarness harness;

    @BeforeEach
    void start() throws IOException {
        harness = new FrontHarness(folder, engine -> new MixerFront(engine.mixer, engine.gate, 1 << 20));
        harness.apply(CONFIGURATION);
    }

    @AfterEach
    void stop() {
        assertThat(harness.isIdle()).as("every call has left the gate").isTrue();
        harness.close();
    }

    @Test
    void theUnspoiltMessagesAreAnsweredAsTheOracleSays() {
        var answers = new ArrayList<Boolean>();
        for (var message : checks()) {
            answers.add(isOk(message, "unspoilt"));
            assertThat(CheckOracle.allows(message)).isEqualTo(answers.getLast());
        }
        assertThat(answers).containsExactly(true, false, false, false, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSpoiltCheckIsAnsweredDefinitelyAndAllowedOnlyAsProtobufReadsIt(long seed) {
        var mutations = new Mutations(seed);
        for (int i = 0; i < 2_500; i++) {
            var message = mutations.next(checks());
            if (isOk(message, mutations.describe(message))) {
                assertThat(CheckOracle.allows(message))
                        .as(mutations.describe(message))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSpoiltReportIsTakenOnlyIfProtobufCanReadIt(long seed) {
        var mutations = new Mutations(seed);
        var reports = List.of(report(0), report(1));
        for (int i = 0; i < 2_500; i++) {
            var message = mutations.next(reports);
            if (call(MixerGrpc.getReportMethod(), message, mutations.describe(message)) != null) {
                assertThat(LenientWords.parse("ReportRequest", message))
                        .as(mutations.describe(message))
                        .isNotNull();
            }
            harness.probe.reported.clear();
        }
    }

    private boolean isOk(byte[] message, String description) {
        var answer = call(MixerGrpc.getCheckMethod(), message, description);
        if (answer == null) {
            return false;
        }
        try {
            var response = CheckResponse.parseFrom(answer);
            assertThat(response.hasPrecondition()).as(description).isTrue();
            int code = response.getPrecondition().getStatus().getCode();
            // OK, INVALID_ARGUMENT, PERMISSION_DENIED
            assertThat(code).as(description).isIn(0, 3, 7);
            return code == 0;
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(description, e);
        }
    }

    /** The answer; null: INVALID_ARGUMENT. */
    private byte @Nullable [] call(MethodDescriptor<?, ?> method, byte[] message, String description) {
        var bytes = MethodDescriptor.<byte[], byte[]>newBuilder(ByteMarshaller.INSTANCE, ByteMarshaller.INSTANCE)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method.getFullMethodName())
                .build();
        try {
            return ClientCalls.blockingUnaryCall(
                    harness.channel, bytes, CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS), message);
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode()).as(description).isEqualTo(Status.Code.INVALID_ARGUMENT);
            return null;
        }
    }

    /** Allowed; denied for the user, for the role, for the size; refused for two users under two spellings of the name. */
    private static List<byte[]> checks() {
        return List.of(
                check("ann", 10L, "admin"),
                check("eve", 1L, "admin"),
                check("ann", 1L, "guest"),
                check("ann", 11L, "admin"),
                withTwoUsers());
    }

    private static byte[] check(String user, long size, String role) {
        return CheckRequest.newBuilder()
                .setGlobalWordCount(222)
                .setDeduplicationId("d")
                .putQuotas(
                        "q", CheckRequest.QuotaParams.newBuilder().setAmount(1).build())
                .setAttributes(WireMessages.attributes(attributes(user, size, role)))
                .build()
                .toByteArray();
    }

    private static byte[] withTwoUsers() {
        var words = new ArrayList<String>(List.of("source.user", "x-role", "admin", "eve", "ann"));
        var attributes = CompressedAttributes.newBuilder()
                .addAllWords(words)
                .putStrings(GlobalDictionary.INSTANCE.indexOf("source.user"), -4)
                .putStrings(-1, -5)
                .putStringMaps(
                        GlobalDictionary.INSTANCE.indexOf("request.headers"),
                        StringMap.newBuilder().putEntries(-2, -3).build());
        return CheckRequest.newBuilder()
                .setGlobalWordCount(222)
                .setAttributes(attributes)
                .build()
                .toByteArray();
    }

    private static byte[] report(int semantics) {
        return ReportRequest.newBuilder()
                .setGlobalWordCount(222)
                .setRepeatedAttributesSemanticsValue(semantics)
                .addAttributes(WireMessages.attributes(attributes("ann", 1, "admin")))
                .addAttributes(WireMessages.attributes(attributes("eve", 2, "guest")))
                .addDefaultWords("eve")
                .build()
                .toByteArray();
    }

    private static Map<String, Object> attributes(String user, long size, String role) {
        var attributes = new HashMap<String, Object>();
        attributes.put("source.user", user);
        attributes.put("request.size", size);
        attributes.put("request.headers", Map.of("X-Role", role, "accept", "*/*"));
        attributes.put("request.path", "/p");
        attributes.put("request.time", Instant.ofEpochSecond(1_700_000_000, 5));
        attributes.put("response.duration", Duration.ofMillis(1_500));
        attributes.put("source.ip", InetAddress.getLoopbackAddress());
        attributes.put("connection.mtls", true);
        attributes.put("shop.unknown", 2.5);
        return attributes;
    }
}

package dev.mixer.server.front.extauthz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mixer.envoy.ExtAuthzSettings;
import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.server.front.envoy.Mutations;
import dev.mixer.server.front.envoy.Samples;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spoilt messages over a real port: contracts C10 and C14. */
class ExtAuthzMutationTest {
    /** Denies all but GET with the one value admin of the header x-role. */
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
            metadata: {name: methods, namespace: istio-system}
            spec:
              match: (request.method | "") != "GET"
              actions: [{handler: probe, instances: [no]}]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: roles, namespace: istio-system}
            spec:
              match: (request.headers["x-role"] | "none") != "admin"
              actions: [{handler: probe, instances: [no]}]
            """;

    @TempDir
    Path folder;

    private FrontHarness harness;
    private ExtAuthzClient client;

    @BeforeEach
    void start() throws IOException {
        harness = new FrontHarness(
                folder,
                engine -> new ExtAuthzFront(
                        engine.mixer, engine.gate, ExtAuthzSettings.from(FrontHarness.settings()), engine.meters));
        client = new ExtAuthzClient(harness.channel);
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
        for (var message : messages()) {
            answers.add(isOk(message, "unspoilt"));
            assertThat(allows(message)).isEqualTo(answers.getLast());
        }
        assertThat(answers).containsExactly(true, true, false, false, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSpoiltCheckIsAnsweredDefinitelyAndAllowedOnlyAsProtobufReadsIt(long seed) {
        var mutations = new Mutations(seed);
        for (int i = 0; i < 2_000; i++) {
            var message = mutations.next(messages());
            if (isOk(message, mutations.describe(message))) {
                assertThat(allows(message)).as(mutations.describe(message)).isTrue();
            }
        }
    }

    private boolean isOk(byte[] message, String description) {
        var response = client.check(message);
        int code = response.getStatus().getCode();
        // OK, INVALID_ARGUMENT, PERMISSION_DENIED
        assertThat(code).as(description).isIn(0, 3, 7);
        assertThat(response.hasOkResponse()).as(description).isEqualTo(code == 0);
        assertThat(response.hasDeniedResponse()).as(description).isEqualTo(code != 0);
        return code == 0;
    }

    /** What the policy must answer, by the plainest reading of what protobuf's own parser makes of the bytes. */
    private static boolean allows(byte[] message) {
        HttpRequest http;
        try {
            http = CheckRequest.parseFrom(message).getAttributes().getRequest().getHttp();
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
        var roles = new ArrayList<String>();
        http.getHeadersMap().forEach((name, value) -> addRole(roles, name, value));
        if (http.hasHeaderMap()) {
            roles.clear();
            for (var header : http.getHeaderMap().getHeadersList()) {
                var raw = header.getRawValue();
                addRole(roles, header.getKey(), raw.isEmpty() ? header.getValue() : raw.toStringUtf8());
            }
        }
        return http.getMethod().equals("GET") && roles.equals(List.of("admin"));
    }

    private static void addRole(List<String> roles, String name, String value) {
        if (name.toLowerCase(Locale.ROOT).equals("x-role")) {
            roles.add(value.strip());
        }
    }

    /** Allowed with either kind of headers; denied for the role, for the method, for a second role. */
    private static List<byte[]> messages() {
        return List.of(
                message("GET", "admin", false),
                message("GET", "admin", true),
                message("GET", "guest", false),
                message("PUT", "admin", true),
                withTwoRoles());
    }

    private static byte[] withTwoRoles() {
        var request = Samples.read("ext_authz-check.json", CheckRequest.newBuilder());
        var http = request.getAttributesBuilder().getRequestBuilder().getHttpBuilder();
        http.setMethod("GET").clearHeaders();
        for (var role : List.of("admin", "guest")) {
            http.getHeaderMapBuilder()
                    .addHeaders(HeaderValue.newBuilder().setKey("x-role").setRawValue(ByteString.copyFromUtf8(role)));
        }
        return request.build().toByteArray();
    }

    private static byte[] message(String method, String role, boolean raw) {
        var request = Samples.read("ext_authz-check.json", CheckRequest.newBuilder());
        var http = request.getAttributesBuilder().getRequestBuilder().getHttpBuilder();
        http.setMethod(method);
        if (raw) {
            http.clearHeaders()
                    .setHeaderMap(HeaderMap.newBuilder()
                            .addHeaders(
                                    HeaderValue.newBuilder().setKey("accept").setValue("*/*"))
                            .addHeaders(HeaderValue.newBuilder()
                                    .setKey("x-role")
                                    .setRawValue(ByteString.copyFromUtf8(role))));
        } else {
            http.putHeaders("x-role", role);
        }
        return request.build().toByteArray();
    }
}

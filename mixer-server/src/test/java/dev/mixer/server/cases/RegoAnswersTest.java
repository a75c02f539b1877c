package dev.mixer.server.cases;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The rows of {@code cases/rego-answers.yaml} through ext_authz: what a policy says, and what a sidecar is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegoAnswersTest {
    private static final Set<String> OF_THE_HOST = Set.of("decision_id", "revision", "rules", "opa");

    private static final String POLICY = """
            package envoy.authz

            allow := json.unmarshal(input.attributes.request.http.headers["x-result"])
            """;

    private static final String HANDLER = """
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: NAME, namespace: istio-system}
            spec: {compiledAdapter: opa, params: {path: FOLDER/answers.rego, opa: OPA, instances: 1, dry_run: DRY}}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: NAME, namespace: istio-system}
            spec:
              match: request.method == "METHOD"
              actions: [{handler: NAME, instances: [call]}]
            ---
            """;

    private static final String INSTANCE = """
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: call, namespace: istio-system}
            spec: {compiledTemplate: requestcontext}
            """;

    private @Nullable Host host;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        var config = handler("answers", "GET", "false") + handler("dry", "PUT", "true") + INSTANCE;
        host = new Host(new CaseFile(config, Map.of("answers.rego", POLICY), List.of()), folder);
    }

    @AfterAll
    void stop() {
        if (host != null) {
            host.close();
        }
    }

    private static String handler(String name, String method, String dryRun) {
        return HANDLER.replace("NAME", name).replace("METHOD", method).replace("DRY", dryRun);
    }

    static Stream<Arguments> answers() throws IOException {
        try (var file = RegoAnswersTest.class.getResourceAsStream("/cases/rego-answers.yaml")) {
            var rows = (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(requireNonNull(file));
            return rows.stream().map(row -> Arguments.of(((Map<?, ?>) row).get("does"), row));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void aSidecarIsToldWhatThePolicySays(String does, Map<String, Object> row) throws Exception {
        var request = CheckRequest.newBuilder();
        var http = request.getAttributesBuilder()
                .getRequestBuilder()
                .getHttpBuilder()
                .setMethod(Boolean.TRUE.equals(row.get("dryRun")) ? "PUT" : "GET")
                .setPath("/");
        if (row.get("result") instanceof String result) {
            http.putHeaders("x-result", result);
        }
        var answer = requireNonNull(host).checkEnvoy(request.build());
        assertThat(told(answer)).as(does).containsExactlyElementsOf(texts(row.get("told")));
        var entrypoint = answer.getDynamicMetadata()
                .getFieldsOrDefault("opa", Value.getDefaultInstance())
                .getStructValue()
                .getFieldsOrDefault("entrypoint", Value.getDefaultInstance())
                .getStringValue();
        boolean decided = !answer.getStatus().getMessage().contains("the check failed");
        assertThat(entrypoint).isEqualTo(decided ? "envoy/authz/allow" : "");
    }

    private static List<String> texts(@Nullable Object list) {
        return ((List<?>) requireNonNull(list)).stream().map(String::valueOf).toList();
    }

    private static List<String> told(CheckResponse answer) throws InvalidProtocolBufferException {
        var told = new ArrayList<String>();
        told.add("code " + answer.getStatus().getCode());
        if (answer.hasDeniedResponse()) {
            var denied = answer.getDeniedResponse();
            told.add("http " + denied.getStatus().getCodeValue());
            told.add("body " + denied.getBody());
            denied.getHeadersList().forEach(header -> told.add("denied header " + text(header)));
        } else {
            var ok = answer.getOkResponse();
            ok.getHeadersList().forEach(header -> told.add("header " + text(header)));
            ok.getHeadersToRemoveList().forEach(name -> told.add("removed " + name));
            ok.getResponseHeadersToAddList().forEach(header -> told.add("response header " + text(header)));
            ok.getQueryParametersToSetList()
                    .forEach(parameter -> told.add("query " + parameter.getKey() + "=" + parameter.getValue()));
        }
        for (var name : answer.getDynamicMetadata().getFieldsMap().keySet().stream()
                .sorted()
                .toList()) {
            if (!OF_THE_HOST.contains(name)) {
                var value = answer.getDynamicMetadata().getFieldsOrThrow(name);
                told.add("metadata " + name + " "
                        + JsonFormat.printer().omittingInsignificantWhitespace().print(value));
            }
        }
        return told;
    }

    private static String text(HeaderValueOption header) {
        return header.getHeader().getKey() + ": " + header.getHeader().getValue()
                + (header.getAppendAction() == HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD
                        ? ", replaced"
                        : ", added");
    }
}

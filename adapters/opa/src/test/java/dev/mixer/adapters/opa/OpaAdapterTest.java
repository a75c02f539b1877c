package dev.mixer.adapters.opa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.DataSize;
import dev.mixer.spi.DirectResponse;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.Authorization;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.spi.template.RequestContext;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.Backends;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handler as the engine sees it; policies are compiled by OPA's own command. */
class OpaAdapterTest extends AdapterContract<OpaParameters> {
    private static final String GET_ONLY = """
            package envoy.authz

            default allow := false

            allow if input.attributes.request.http.method == "GET"
            """;

    @TempDir
    private Path folder = Path.of("");

    private final TestHost host = TestHost.create();

    @Override
    protected Adapter<OpaParameters> adapter() {
        return new OpaAdapter();
    }

    @Override
    protected OpaParameters workingParameters() {
        return parameters(Map.of("policy", List.of("package envoy.authz\n\nallow := true\n")));
    }

    @Override
    protected Instance instance(Class<? extends Instance> template) {
        return template == RequestContext.class ? Samples.REQUEST : super.instance(template);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private static OpaParameters parameters(Map<String, ?> given) {
        var all = new HashMap<String, Object>(given);
        all.putIfAbsent("opa", Optional.of(Backends.opa()));
        all.putIfAbsent("instances", 1L);
        // A busy machine is not what is tested.
        all.putIfAbsent("evaluationLimit", Duration.ofSeconds(10));
        return Defaults.of(OpaParameters.class, all);
    }

    private static OpaParameters inline(String module) {
        return parameters(Map.of("policy", List.of(module)));
    }

    private static RequestContext request(String method, String path) {
        return new RequestContext(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(method),
                Optional.of(path),
                Optional.of(path),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("authorization", "Bearer secret", "x-user", "ann"),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    private CheckResult decide(String module) throws Exception {
        try (var handler = adapter().open(inline(module), host)) {
            return Calls.check(handler, request("GET", "/a"));
        }
    }

    @Test
    void aTruthValueDecides() throws Exception {
        try (var handler = adapter().open(inline(GET_ONLY), host)) {
            assertThat(Calls.check(handler, request("GET", "/")).status()).isEqualTo(Status.OK);
            assertThat(Calls.check(handler, request("POST", "/")).status())
                    .isEqualTo(Status.of(Status.Code.PERMISSION_DENIED, "refused by envoy/authz/allow"));
        }
    }

    @Test
    void whatIsUndefinedIsRefused() throws Exception {
        assertThat(decide("package envoy.authz\n\nallow if input.nothing\n").status())
                .isEqualTo(Status.of(Status.Code.PERMISSION_DENIED, "envoy/authz/allow is undefined"));
    }

    @Test
    void anObjectSaysWhatGoesWithTheAnswer() throws Exception {
        var allowed = decide("""
                package envoy.authz

                allow := {
                    "allowed": true,
                    "headers": {"x-user": "ann", "x-roles": ["a", "b"]},
                    "response_headers_to_add": [{"x-level": 7}],
                    "request_headers_to_remove": ["authorization"],
                    "query_parameters_to_set": {"tier": "gold"},
                    "dynamic_metadata": {"tier": "gold"},
                }
                """);
        assertThat(allowed.status()).isEqualTo(Status.OK);
        assertThat(allowed.headers())
                .containsExactly(
                        new HeaderOperation(
                                HeaderOperation.Target.REQUEST, HeaderOperation.Kind.REPLACE, "x-roles", "a"),
                        new HeaderOperation(
                                HeaderOperation.Target.REQUEST, HeaderOperation.Kind.APPEND, "x-roles", "b"),
                        HeaderOperation.replaceRequest("x-user", "ann"),
                        HeaderOperation.replaceResponse("x-level", "7"),
                        new HeaderOperation(HeaderOperation.Target.QUERY, HeaderOperation.Kind.REPLACE, "tier", "gold"),
                        new HeaderOperation(
                                HeaderOperation.Target.REQUEST, HeaderOperation.Kind.REMOVE, "authorization", ""));
        assertThat(allowed.metadata()).isEqualTo("{\"opa\":{\"entrypoint\":\"envoy/authz/allow\"},\"tier\":\"gold\"}");

        var refused = decide("""
                package envoy.authz

                allow := {"allowed": false, "headers": {"x-why": "age"}, "body": "too young", "http_status": 451}
                """);
        assertThat(refused.status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refused.response())
                .isEqualTo(
                        new DirectResponse(451, "too young", List.of(HeaderOperation.replaceResponse("x-why", "age"))));
        assertThat(decide("package envoy.authz\n\nallow := {\"allowed\": false, \"http_status\": 401}\n")
                        .status()
                        .code())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "7 | the policy's result is a number, neither true, false nor an object",
                "\"true\" | the policy's result is a string, neither true, false nor an object",
                "[true] | the policy's result is an array, neither true, false nor an object",
                "{\"x\": 1} | an object without allowed: true or false",
                "{\"allowed\": \"yes\"} | an object without allowed: true or false",
                "{\"allowed\": true, \"headers\": \"x\"} | headers of the policy's result is a string, not an object",
                "{\"allowed\": true, \"headers\": {\"x\": {}}} | headers of the policy's result holds an object, not a text",
                "{\"allowed\": true, \"headers\": {\"x\": \"a\\r\\nb\"}} | a header of the policy's result cannot be sent",
                "{\"allowed\": false, \"http_status\": 99} | http_status of the policy's result is 99, not 200 to 599",
                "{\"allowed\": false, \"http_status\": \"x\"} | http_status of the policy's result is \"x\", not 200 to 599",
                "{\"allowed\": true, \"dynamic_metadata\": 7} | dynamic_metadata of the policy's result is a number",
            })
    void aResultOfTheWrongTypeIsAFaultOfThePolicy(String result, String fault) {
        assertThatThrownBy(() -> decide("package envoy.authz\n\nallow := " + result + "\n"))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void instancesOfOtherTemplatesAreInputAsTheyAre() throws Exception {
        var module = """
                package mixerauthz

                default allow := false

                allow if {
                    input.subject.user == "ann"
                    input.action.properties.size == 7
                }

                allow if input.value == "listed"
                """;
        var parameters =
                parameters(Map.of("policy", List.of(module), "checkMethod", Optional.of("data.mixerauthz.allow")));
        try (var handler = adapter().open(parameters, host)) {
            var subject = new Authorization.Subject("ann", "", Map.of());
            var action = new Authorization.Action(
                    "ns", "svc", "GET", "/", Map.of("size", new dev.mixer.spi.AttributeValue.Int64(7)));
            assertThat(Calls.check(handler, new Authorization(subject, action)).status())
                    .isEqualTo(Status.OK);
            assertThat(Calls.check(handler, new ListEntry("listed")).status()).isEqualTo(Status.OK);
            assertThat(Calls.check(handler, new ListEntry("other")).status().isOk())
                    .isFalse();
        }
    }

    @Test
    void aFolderIsLiveAndAFaultLeavesThePolicyInForce() throws Exception {
        var module = Files.writeString(folder.resolve("policy.rego"), """
                package envoy.authz

                default allow := false

                allow if input.attributes.request.http.headers["x-user"] in data.users
                """);
        var data = Files.writeString(folder.resolve("data.json"), "{\"users\": [\"bob\"]}");
        Files.writeString(folder.resolve("policy_test.rego"), "package envoy.authz_test\n\nthis is no Rego\n");
        try (var handler = adapter().open(parameters(Map.of("path", Optional.of(folder))), host)) {
            assertThat(Calls.check(handler, request("GET", "/")).status().isOk())
                    .isFalse();
            Files.writeString(data, "{\"users\": [\"bob\", \"ann\"]}");
            host.advance(Duration.ofSeconds(1));
            assertThat(Calls.check(handler, request("GET", "/")).status()).isEqualTo(Status.OK);
            Files.writeString(module, "package envoy.authz\n\nallow if x\n");
            host.advance(Duration.ofSeconds(1));
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(handler.state().detail()).contains("policy.rego:3:10: rego_unsafe_var_error: var x is unsafe");
            assertThat(Calls.check(handler, request("GET", "/")).status()).isEqualTo(Status.OK);
            Files.writeString(module, "package envoy.authz\n\nallow := false\n");
            host.advance(Duration.ofSeconds(1));
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
            assertThat(Calls.check(handler, request("GET", "/")).status().isOk())
                    .isFalse();
        }
    }

    @Test
    void anExplanationShowsInputWithoutSecretsAndTheResult() throws Exception {
        var detail = Objects.requireNonNull(
                        decide("package envoy.authz\n\nallow := false\n").detail())
                .get();
        assertThat(detail)
                .contains("entrypoint envoy/authz/allow")
                .contains("result false")
                .contains("\"x-user\":\"ann\"")
                .doesNotContain("secret");
    }

    @Test
    void aDryRunTellsAndLetsPass() throws Exception {
        var parameters =
                parameters(Map.of("policy", List.of("package envoy.authz\n\nallow := false\n"), "dryRun", true));
        try (var handler = adapter().open(parameters, host)) {
            var result = Calls.check(handler, request("GET", "/"));
            assertThat(result.status()).isEqualTo(Status.OK);
            assertThat(Objects.requireNonNull(result.detail()).get()).startsWith("dry run: would be refused");
        }
    }

    @Test
    void anEndlessPolicyIsEndedAndTheNextCallIsRight() throws Exception {
        var module = """
                package envoy.authz

                default allow := false

                allow if input.attributes.request.http.path == "/quick"

                allow if {
                    input.attributes.request.http.path == "/slow"
                    count([1 | some a in numbers.range(1, 3000); some b in numbers.range(1, 3000); a * b == 7]) > 0
                }
                """;
        var limited = parameters(Map.of(
                "policy",
                List.of(module),
                "evaluationLimit",
                Duration.ofMillis(200),
                "memory",
                new DataSize(512L << 20)));
        try (var handler = adapter().open(limited, host)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> Calls.check(handler, request("GET", "/slow")))
                        .isInstanceOf(AdapterException.class)
                        .hasMessageContaining("takes longer than 200 ms");
                assertThat(Calls.check(handler, request("GET", "/quick")).status())
                        .isEqualTo(Status.OK);
            }
            assertThat(host.count("opa_failed_evaluations", "reason", "timed_out"))
                    .isEqualTo(3);
        }
    }

    @Test
    void faultsAreProblemsWithTheirPlaces() throws Exception {
        assertThat(problems(Map.of("policy", List.of("package a\n\nallow if x\n"))))
                .containsExactly(Problem.error("policy", "policy[0]:3:10: rego_unsafe_var_error: var x is unsafe"));
        assertThat(problems(Map.of("policy", List.of("package a\n\nallow := true\n"))))
                .containsExactly(Problem.error(
                        "policy", "entrypoint \"envoy/authz/allow\" does not refer to a rule or policy decision"));
        assertThat(problems(Map.of("path", Optional.of(folder.resolve("none")))))
                .containsExactly(Problem.error("path", "there is no " + folder.resolve("none")));
        assertThat(problems(Map.of("path", Optional.of(folder))))
                .containsExactly(Problem.error("path", folder + ": holds neither modules (.rego) nor policy.wasm"));
        var wasm = Files.writeString(folder.resolve("x.wasm"), "no module");
        assertThat(problems(Map.of("path", Optional.of(wasm)))).hasSize(1);
        Files.writeString(folder.resolve("p.rego"), "package envoy.authz\n\nallow := true\n");
        Files.writeString(folder.resolve("data.json"), "{\"a\": \n x}");
        assertThat(problems(Map.of("path", Optional.of(folder))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith(folder + "/data.json:2:"));
    }

    private List<Problem> problems(Map<String, ?> given) {
        return adapter().validate(parameters(given));
    }

    @Test
    void aPolicyIsNotReadTwiceForNothing() throws Exception {
        var clock = decide("package envoy.authz\n\nallow := true\n");
        assertThat(clock.validFor()).isEqualTo(Duration.ofSeconds(60));
    }
}

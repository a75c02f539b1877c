package dev.mixer.adapters.opa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Handler;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.RequestContext;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is wrong with a policy or a request ends in a problem or a definite answer, and never in that of another. */
class BadInputTest {
    private static final String HEX = "hex:";
    private static final String NESTED = "nested:";

    /** Bad in every way that a policy can be, by the method of the request. */
    private static final String BY_METHOD = """
            package envoy.authz

            method := input.attributes.request.http.method

            allow if {
                method == "GET"
                input.attributes.request.http.headers["x-name"]
            }

            allow if {
                method == "POST"
                input.parsed_body
            }

            allow := x if {
                method == "HOG"
                x := count([concat("", [format_int(a, 10), "-", format_int(b, 10)]) |
                    some a in numbers.range(1, 3000)
                    some b in numbers.range(1, 3000)
                ]) > 0
            }

            allow := x if {
                method == "ENDLESS"
                x := count({1 | some a in numbers.range(1, 5000); some b in numbers.range(1, 5000); a * b == 7}) > 0
            }

            allow := 7 if method == "NUMBER"

            allow := true if method == "CONFLICT"

            allow := false if method == "CONFLICT"
            """;

    @TempDir
    private Path folder = Path.of("");

    private final TestHost host = TestHost.create();

    @AfterEach
    void stop() {
        host.close();
    }

    static Stream<Arguments> policies() throws IOException {
        try (var file = BadInputTest.class.getResourceAsStream("/bad/policies.yaml")) {
            var rows = (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(file);
            return rows.stream()
                    .map(row -> (Map<?, ?>) row)
                    .map(row -> Arguments.of(row.get("does"), row.get("files"), row.get("problem")));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void aPolicyThatCannotBeUsedIsAProblem(String does, Map<String, String> files, String problem) throws Exception {
        for (var file : files.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, bytes(file.getValue()));
        }
        var parameters = parameters(Map.of("path", Optional.of(folder)));
        assertThat(new OpaAdapter().validate(parameters)).as(does).first().satisfies(found -> {
            assertThat(found.path()).isEqualTo("path");
            assertThat(found.message()).contains(problem);
        });
        assertThatThrownBy(() -> new OpaAdapter().open(parameters, host))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining(problem);
    }

    private static byte[] bytes(String text) {
        if (text.startsWith(HEX)) {
            return HexFormat.of().parseHex(text.substring(HEX.length()));
        }
        if (text.startsWith(NESTED)) {
            int depth = Integer.parseInt(text.substring(NESTED.length()));
            return ("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)).getBytes(StandardCharsets.US_ASCII);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static OpaParameters parameters(Map<String, ?> given) {
        var all = new HashMap<String, Object>(given);
        all.put("opa", Optional.of(Backends.opa()));
        all.putIfAbsent("instances", 1L);
        // A busy machine is not what is tested.
        all.putIfAbsent("evaluationLimit", Duration.ofSeconds(10));
        return Defaults.of(OpaParameters.class, all);
    }

    private Handler open(String module, Map<String, ?> more) throws AdapterException {
        var all = new HashMap<String, Object>(more);
        all.put("policy", List.of(module));
        return new OpaAdapter().open(parameters(all), host);
    }

    private static CheckResult ask(Handler handler, String method, Map<String, String> headers, String body)
            throws Exception {
        var request = Samples.REQUEST;
        return Calls.check(
                handler,
                new RequestContext(
                        request.sourceIp(),
                        request.sourcePort(),
                        request.sourcePrincipal(),
                        request.destinationIp(),
                        request.destinationPort(),
                        request.destinationPrincipal(),
                        request.time(),
                        request.id(),
                        Optional.of(method),
                        request.path(),
                        request.canonicalPath(),
                        request.host(),
                        request.scheme(),
                        request.protocol(),
                        request.size(),
                        headers,
                        Optional.of(body).filter(text -> !text.isEmpty()),
                        request.contextExtensions(),
                        request.claims(),
                        request.serverName()));
    }

    /** Whatever came before, the next caller gets the right answer. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOG      | 10000 | the policy wants more than 1024 pages of memory",
                "ENDLESS  | 100   | the policy takes longer than 100 ms",
                "NUMBER   | 1000  | the policy's result is a number",
                "CONFLICT | 1000  | the policy gave up",
            })
    void aPolicyThatFailsHasNoAnswerAndTheNextCallerHas(String method, int millis, String fault) throws Exception {
        try (var handler = open(BY_METHOD, Map.of("evaluationLimit", Duration.ofMillis(millis)))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> ask(handler, method, Map.of(), ""))
                        .isInstanceOf(AdapterException.class)
                        .hasMessageContaining(fault);
                assertThat(ask(handler, "GET", Map.of("x-name", "ann"), "").status())
                        .isEqualTo(Status.OK);
                assertThat(ask(handler, "GET", Map.of(), "").status().message())
                        .isEqualTo("envoy/authz/allow is undefined");
            }
        }
    }

    /** The policy reads its method, the header and the body: what these take is the input. */
    @ParameterizedTest
    @CsvSource({"0, true", "1, false"})
    void aMegabyteOfInputIsReadAndAByteMoreIsRefused(int more, boolean read) throws Exception {
        var module =
                "package envoy.authz\n\nallow if startswith(input.attributes.request.http.headers[\"x-name\"], \"y\")\n";
        int around = "{\"attributes\":{\"request\":{\"http\":{\"headers\":{\"x-name\":\"\"}}}}}".length();
        try (var handler = open(module, Map.of())) {
            var result = ask(handler, "GET", Map.of("x-name", "y".repeat((1 << 20) - around + more)), "");
            assertThat(result.status())
                    .isEqualTo(
                            read
                                    ? Status.OK
                                    : Status.of(
                                            Status.Code.INVALID_ARGUMENT,
                                            "the input has 1048577 bytes, more than 1048576"));
            assertThat(ask(handler, "GET", Map.of("x-name", "y"), "").status()).isEqualTo(Status.OK);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                  | {\"a\"  | the request's body is no JSON",
                "application/json                  | nested:10000 | the request's body is no JSON",
                "application/x-www-form-urlencoded | a=%zz  | the request's body is no form",
                "multipart/form-data; boundary=b   | --c--  | the request's body is no form",
            })
    void aBodyThatIsNotWhatItSaysIsRefusedWhateverTheFailurePolicy(String type, String body, String fault)
            throws Exception {
        var sent = new String(bytes(body), StandardCharsets.UTF_8);
        try (var handler = open(BY_METHOD, Map.of())) {
            var status =
                    ask(handler, "POST", Map.of("content-type", type), sent).status();
            assertThat(status.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(status.message()).startsWith(fault);
        }
        try (var handler = open(BY_METHOD, Map.of("dryRun", true))) {
            assertThat(ask(handler, "POST", Map.of("content-type", type), sent).status())
                    .isEqualTo(Status.OK);
        }
    }

    @Test
    void dataThatDoesNotFitIsAProblemOfTheHandler() throws Exception {
        Files.writeString(folder.resolve("p.rego"), "package envoy.authz\n\nallow := true\n");
        Files.writeString(folder.resolve("data.json"), "{\"a\": [" + "1000, ".repeat(200_000) + "1]}");
        var small = parameters(Map.of("path", Optional.of(folder), "memory", new dev.mixer.spi.DataSize(2 << 20)));
        assertThatThrownBy(() -> new OpaAdapter().open(small, host))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("wants more than 32 pages of memory");
    }

    /** Policies that answer who they are and whom they were asked for, some of them bad, asked by many at once. */
    @Test
    void nobodyGetsTheAnswerOfAnotherPolicyOrRequest() throws Exception {
        var handlers = new ArrayList<Handler>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 5; i++) {
                handlers.add(open(
                        """
                        package envoy.authz

                        name := input.attributes.request.http.headers["x-name"]

                        allow := {"allowed": true, "headers": {"x-answer": concat(" ", ["policy %d", name])}} if name

                        allow := {"allowed": n > 0} if {
                            input.attributes.request.http.method == "HOG"
                            n := count([concat("", [format_int(a, 10), "-", format_int(b, 10)]) |
                                some a in numbers.range(1, 3000)
                                some b in numbers.range(1, 3000)
                            ])
                        }

                        allow := {"allowed": false, "body": "policy %d"} if input.attributes.request.http.method == "PUT"
                        """.formatted(i, i), Map.of("instances", 2L, "memory", new dev.mixer.spi.DataSize(8 << 20))));
            }
            var callers = new ArrayList<Callable<Integer>>();
            for (int seed = 0; seed < 8; seed++) {
                var random = new Random(seed);
                callers.add(() -> askAtRandom(handlers, random));
            }
            int answers = 0;
            for (var caller : threads.invokeAll(callers)) {
                answers += caller.get();
            }
            assertThat(answers).isGreaterThan(1_000);
        } finally {
            for (var handler : handlers) {
                handler.close();
            }
        }
    }

    /** How many answers there were; whoever finds all copies busy has none. */
    private static int askAtRandom(List<Handler> handlers, Random random) throws Exception {
        int answers = 0;
        for (int i = 0; i < 400; i++) {
            int at = random.nextInt(handlers.size());
            var name = Long.toString(random.nextLong(), 36);
            var method = List.of("GET", "GET", "GET", "PUT", "NONE", i % 100 == 0 ? "HOG" : "GET")
                    .get(random.nextInt(6));
            var headers = method.equals("GET") ? Map.of("x-name", name) : Map.<String, String>of();
            CheckResult result;
            try {
                result = ask(handlers.get(at), method, headers, "");
            } catch (AdapterException e) {
                assertThat(e.getMessage()).containsAnyOf("wants more than", "takes longer", "instances of the policy");
                continue;
            }
            answers++;
            switch (method) {
                case "GET" ->
                    assertThat(result.headers())
                            .containsExactly(HeaderOperation.replaceRequest("x-answer", "policy " + at + " " + name));
                case "PUT" -> {
                    var response = result.response();
                    assertThat(response == null ? "" : response.body()).isEqualTo("policy " + at);
                }
                default -> {
                    assertThat(method).isEqualTo("NONE");
                    assertThat(result.status().message()).isEqualTo("envoy/authz/allow is undefined");
                }
            }
        }
        return answers;
    }
}

package dev.mixer.adapters.opa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Problem;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that {@code mixer.lookup} reads. */
class TablesTest {
    private static final String BY_METHOD = """
            package envoy.authz

            default allow := false

            allow if mixer.lookup("methods", input.attributes.request.http.method).allowed
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path table = Path.of("");

    private final TestHost host = TestHost.create();

    @BeforeEach
    void write() throws IOException {
        table = Files.writeString(folder.resolve("methods.json"), "{\"GET\": {\"allowed\": true}, \"PUT\": {}}");
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private static OpaParameters parameters(String module, Map<String, Path> tables) {
        return Defaults.of(
                OpaParameters.class,
                Map.of(
                        "policy",
                        List.of(module),
                        "tables",
                        tables,
                        "opa",
                        Optional.of(Backends.opa()),
                        "instances",
                        1L));
    }

    private Handler open(String module) throws AdapterException {
        return new OpaAdapter().open(parameters(module, Map.of("methods", table)), host);
    }

    private static CheckResult get(Handler handler) throws Exception {
        return Calls.check(handler, Samples.REQUEST);
    }

    @Test
    void aKeyIsLookedUpAndAChangeIsLive() throws Exception {
        try (var handler = open(BY_METHOD)) {
            assertThat(get(handler).status().isOk()).isTrue();
            Files.writeString(table, "{\"GET\": {\"allowed\": false}}");
            host.advance(Duration.ofSeconds(1));
            assertThat(get(handler).status().isOk()).isFalse();
            Files.writeString(table, "{}");
            host.advance(Duration.ofSeconds(1));
            assertThat(get(handler).status().isOk()).as("no such key").isFalse();
        }
    }

    @Test
    void aChangeWithFaultsLeavesTheTableThatWasThere() throws Exception {
        try (var handler = open(BY_METHOD)) {
            Files.writeString(table, "{\"GET\": {\n  broken");
            host.advance(Duration.ofSeconds(1));
            assertThat(get(handler).status().isOk()).isTrue();
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(handler.state().detail()).contains("a changed table is not used: " + table + ":2:");
            Files.delete(table);
            host.advance(Duration.ofSeconds(1));
            assertThat(get(handler).status().isOk()).isTrue();
            assertThat(handler.state().detail()).contains("there is no " + table);
            Files.writeString(table, "{\"GET\": {}}");
            host.advance(Duration.ofSeconds(1));
            assertThat(get(handler).status().isOk()).isFalse();
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "t.json | {\"a\": 1} | mixer.lookup(\"t\", \"a\") == 1 | true",
                "t.json | {\"a\": false} | mixer.lookup(\"t\", \"a\") == false | true",
                "t.json | {\"a\": {\"b\": [1, null]}} | mixer.lookup(\"t\", \"a\").b[1] == null | true",
                "t.json | {\"1\": 1} | mixer.lookup(\"t\", 1) == 1 | false",
                "t.json | {\"a\": 1} | not mixer.lookup(\"t\", \"b\") | true",
                "t.json | {\"a\": 1} | mixer.lookup(\"t\", [\"a\"]) | false",
                "t.yaml | a: [x, 0x10] | mixer.lookup(\"t\", \"a\") == [\"x\", 16] | true",
                "t.yml  | 7: seven | mixer.lookup(\"t\", \"7\") == \"seven\" | true",
            })
    void whatIsInATableIsFoundByItsText(String file, String content, String condition, boolean allowed)
            throws Exception {
        var path = Files.writeString(folder.resolve(file), content);
        var module = "package envoy.authz\n\ndefault allow := false\n\nallow if " + condition + "\n";
        try (var handler = new OpaAdapter().open(parameters(module, Map.of("t", path)), host)) {
            assertThat(get(handler).status().isOk()).isEqualTo(allowed);
        }
    }

    @Test
    void aTableThatIsNotThereIsAProblem() {
        assertThat(new OpaAdapter().validate(parameters(BY_METHOD, Map.of("methods", table))))
                .isEmpty();
        assertThat(new OpaAdapter().validate(parameters(BY_METHOD, Map.of("paths", table, "names", table))))
                .containsExactly(Problem.error(
                        "policy",
                        "policy: looks into tables that the handler does not have: methods; tables has names, paths"));
        assertThat(new OpaAdapter().validate(parameters(BY_METHOD, Map.of())))
                .containsExactly(Problem.error(
                        "policy",
                        "policy: calls mixer.lookup, but the handler has no tables; name their files in tables"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1]    | t.json: the table must be an object, whose keys are looked up",
                "{\"a\" | t.json:1:",
                "''     | t.json:1:",
            })
    void aFileThatIsNoTableIsAProblem(String content, String fault) throws Exception {
        var path = Files.writeString(folder.resolve("t.json"), content);
        assertThat(new OpaAdapter().validate(parameters(BY_METHOD, Map.of("methods", path))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("tables.methods");
                    assertThat(problem.message()).startsWith(folder + "/" + fault);
                });
        assertThatThrownBy(() -> new OpaAdapter().open(parameters(BY_METHOD, Map.of("methods", path)), host))
                .isInstanceOf(AdapterException.class);
    }

    @Test
    void anUnknownTableWhoseNameIsComputedIsUndefinedAndTold() throws Exception {
        var module = """
                package envoy.authz

                allow := mixer.lookup(lower(input.attributes.request.http.method), "x")
                """;
        try (var handler = open(module)) {
            var result = get(handler);
            assertThat(result.status().message()).isEqualTo("envoy/authz/allow is undefined");
            assertThat(Objects.requireNonNull(result.detail()).get()).contains("the handler has no table get");
        }
    }

    @Test
    void equalFilesAreOneTable() throws Exception {
        var library = new TableLibrary();
        var same = Files.copy(table, folder.resolve("same.json"));
        var other = Files.writeString(folder.resolve("other.json"), "{}");
        assertThat(library.table(table, 1 << 20)).isSameAs(library.table(same, 1 << 20));
        assertThat(library.table(other, 1 << 20)).isNotSameAs(library.table(same, 1 << 20));
        assertThatThrownBy(() -> library.table(table, 10))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessage(table + ": has more than 10 bytes");
    }

    @Test
    void aTableTakesNoMemoryOfThePolicy() throws Exception {
        try (var handler = open(BY_METHOD)) {
            double before = host.gauge("opa_memory_bytes");
            Files.writeString(table, entries(20_000, "{\"allowed\": true}", "{\"GET\": {\"allowed\": true}, "));
            host.advance(Duration.ofSeconds(1));
            for (int i = 0; i < 1_000; i++) {
                assertThat(get(handler).status().isOk()).isTrue();
            }
            assertThat(before).isPositive();
            assertThat(host.gauge("opa_memory_bytes")).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"10000, false", "10001, true"})
    void muchDataIsWarnedOf(int size, boolean warned) throws Exception {
        Files.writeString(folder.resolve("policy.rego"), "package envoy.authz\n\nallow := true\n");
        Files.writeString(folder.resolve("data.json"), "{\"roles\": " + entries(size, "1", "{") + "}");
        Files.delete(table);
        var problems = new OpaAdapter()
                .validate(Defaults.of(
                        OpaParameters.class,
                        Map.of("path", Optional.of(folder), "opa", Optional.of(Backends.opa()), "instances", 1L)));
        if (warned) {
            assertThat(problems).singleElement().satisfies(problem -> {
                assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
                assertThat(problem.message())
                        .startsWith("data.roles has 10001 entries")
                        .contains("mixer.lookup");
            });
        } else {
            assertThat(problems).isEmpty();
        }
    }

    private static String entries(int count, String value, String begin) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"k" + i + "\": " + value)
                .collect(Collectors.joining(", ", begin, "}"));
    }
}

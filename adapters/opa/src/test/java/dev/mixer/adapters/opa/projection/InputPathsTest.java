package dev.mixer.adapters.opa.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.wasm.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;

class InputPathsTest {
    static Stream<Arguments> policies() throws IOException {
        try (var file = InputPathsTest.class.getResourceAsStream("/input-paths.yaml")) {
            var list = (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(file);
            return list.stream().map(element -> {
                var row = (Map<?, ?>) element;
                return Arguments.of(row.get("name"), row.get("rego"), json(row.get("paths")));
            });
        }
    }

    private static String json(@Nullable Object paths) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.FLOW)
                        .setDefaultScalarStyle(ScalarStyle.JSON_SCALAR_STYLE)
                        .setWidth(10_000)
                        .build())
                .dumpToString(paths);
    }

    @Tag("backend")
    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void thePlanTellsWhatIsRead(String name, String rego, String paths) throws Exception {
        var source = Files.createTempFile("policy", ".rego");
        try {
            Files.writeString(source, "package p\n\nimport rego.v1\n\n" + rego + "\n");
            var plan = PlanReader.of(Policies.plan(source, List.of("p/allow")));
            assertThat(plan.entrypoints()).containsExactly("p/allow");
            assertThat(plan.read(List.of("p/allow")).toValue()).as(name).isEqualTo(Json.parse(paths));
            assertThat(plan.read(List.of("p/other")).whole()).isTrue();
        } finally {
            Files.delete(source);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "{}", "{\"a\":{\"b\":true,\"c\":{}},\"d\":true}"})
    void pathsAreWrittenAndRead(String json) throws Exception {
        assertThat(Json.write(InputPaths.of(Json.parse(json)).toValue())).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "1", "[]", "{\"a\":null}", "{\"a\":false}"})
    void whatIsNoTreeIsRefused(String json) {
        assertThatThrownBy(() -> InputPaths.of(Json.parse(json))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pathsJoin() throws Exception {
        var a = InputPaths.of(Json.parse("{\"a\":{\"b\":true},\"c\":{\"d\":true}}"));
        var b = InputPaths.of(Json.parse("{\"a\":{\"e\":{}},\"c\":true}"));
        assertThat(Json.write(a.and(b).toValue())).isEqualTo("{\"a\":{\"b\":true,\"e\":{}},\"c\":true}");
        assertThat(a.and(InputPaths.all())).isEqualTo(InputPaths.all());
        assertThat(a.and(InputPaths.nothing())).isEqualTo(a);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"plans\":{\"plans\":[{}]}}",
                "{\"plans\":{\"plans\":[1]}}",
                "{\"plans\":{},\"static\":[]}",
                "{\"plans\":{},\"funcs\":{\"funcs\":[{\"name\":1}]}}"
            })
    void whatIsNoPlanIsRefused(String json) {
        assertThatThrownBy(() -> PlanReader.of(json.getBytes(UTF_8))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStatementThatIsNotKnownMakesEverythingRead() throws Exception {
        var plan = """
                {"plans":{"plans":[{"name":"e","blocks":[{"stmts":[{"type":"%s","stmt":{}}]}]}]}}""";
        assertThat(PlanReader.of(plan.formatted("NopStmt").getBytes(UTF_8)).read(List.of("e")))
                .isEqualTo(InputPaths.nothing());
        assertThat(PlanReader.of(plan.formatted("LeapStmt").getBytes(UTF_8)).read(List.of("e")))
                .isEqualTo(InputPaths.all());
    }

    @Test
    void aPlanThatGoesInCirclesEnds() throws Exception {
        var plan = """
                {"static":{"strings":[{"value":"a"}]},"plans":{"plans":[{"name":"e","blocks":[{"stmts":[
                {"type":"DotStmt","stmt":{"source":{"type":"local","value":0},"key":{"type":"string_index","value":0},
                "target":0}}]}]}]}}""";
        var paths = PlanReader.of(plan.getBytes(UTF_8)).read(List.of("e"));
        assertThat(Json.write(paths.toValue()))
                .startsWith("{\"a\":{\"a\":{")
                .contains("true")
                .hasSizeLessThan(500);
    }
}

package dev.mixer.adapters.opa.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.opa.projection.InputPaths;
import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.spi.template.RequestContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ParsedBodyTest {
    static Stream<Arguments> bodies() throws IOException {
        try (var file = ParsedBodyTest.class.getResourceAsStream("/input/bodies.yaml")) {
            var rows = (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(file);
            return rows.stream().map(row -> Arguments.of(((Map<?, ?>) row).get("does"), row));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void aBodyIsReadAsItsTypeSays(String does, Map<String, Object> row) throws Exception {
        var nested = row.get("nested");
        var body = nested instanceof Integer depth
                ? "[".repeat(depth) + "]".repeat(depth)
                : String.valueOf(row.get("body"));
        var headers = new LinkedHashMap<String, String>();
        if (row.get("type") instanceof String type) {
            headers.put("content-type", type);
        }
        if (row.get("length") instanceof Integer length) {
            headers.put("content-length", length.toString());
        }
        var request = request(headers, body);
        if (row.get("fails") instanceof String fault) {
            assertThatThrownBy(() -> parsed(request))
                    .isInstanceOf(MalformedValueException.class)
                    .hasMessageStartingWith(fault);
        } else {
            assertThat(parsed(request)).as(does).isEqualTo(Json.parse(String.valueOf(row.get("gives"))));
        }
    }

    /** Nothing but what the class is for comes out, whatever the body. */
    @Property(tries = 2_000)
    void anyBodyIsReadOrRefused(@ForAll("pieces") List<String> pieces) {
        var request = request(Map.of("content-type", "multipart/form-data; boundary=b"), String.join("", pieces));
        try {
            assertThat(parsed(request)).isNotNull();
        } catch (MalformedValueException e) {
            assertThat(e).hasMessageStartingWith("no ");
        }
    }

    @Provide
    static Arbitrary<List<String>> pieces() {
        return Arbitraries.of(
                        "--b",
                        "--",
                        "\r\n",
                        "\n",
                        "\r",
                        "Content-Disposition: form-data; name=\"a\"",
                        "Content-Type: application/json",
                        "name=\"",
                        "\\",
                        "{}",
                        ":",
                        " ",
                        "x",
                        "é")
                .list()
                .ofMaxSize(24);
    }

    private static RegoValue parsed(RequestContext request) throws MalformedValueException {
        var out = new InputWriter(InputPaths.all());
        out.begin();
        new EnvoyInput().write(request, out);
        var input = Json.parse(out.bytes(), 0, out.length());
        return Objects.requireNonNull(((RegoObject) input).get("parsed_body"));
    }

    private static RequestContext request(Map<String, String> headers, String body) {
        return new RequestContext(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("POST"),
                Optional.of("/"),
                Optional.of("/"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                headers,
                Optional.of(body),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }
}

package dev.mixer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema in the hands of a validator that knows nothing else of Mixer. */
class SchemaTest {
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Shell.withAdapters("schema").out());

    static Stream<Path> files() throws IOException {
        try (var policies = Files.walk(Path.of("..", "policies"));
                var samples = Files.walk(Path.of("..", "samples"))) {
            return Stream.concat(policies, samples)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.toString().endsWith(PolicyCases.ENDING))
                    .filter(file -> !file.toString().contains("proxy"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatTheProjectShowsFitsIt(Path file) throws IOException {
        for (var document : documents(Files.readString(file))) {
            assertThat(SCHEMA.validate(document, InputFormat.YAML)).as(document).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: config.istio.io/v1alpha2, kind: rule, metadata: {name: a}, spec: {mach: x}}",
                "{apiVersion: config.istio.io/v1alpha2, kind: rule, metadata: {}, spec: {match: x}}",
                "{apiVersion: config.istio.io/v1, kind: rule, metadata: {name: a}, spec: {match: x}}",
                "{apiVersion: config.istio.io/v1alpha2, kind: handler, metadata: {name: a}, spec: {compiledAdapter: denier, params: {stat: 7}}}",
                "{apiVersion: config.istio.io/v1alpha2, kind: denier, metadata: {name: a}, spec: {stat: 7}}",
                "{apiVersion: config.istio.io/v1alpha2, kind: instance, metadata: {name: a}, spec: {compiledTemplate: listentry, params: {valu: x}}}",
                "{apiVersion: config.istio.io/v1alpha2, kind: listentry, metadata: {name: a}, spec: {valu: x}}",
                "{apiVersion: config.istio.io/v1alpha2, kind: handler, metadata: {name: a}, spec: {compiledAdapter: noop, enforcement: NEVER}}",
                "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a}, spec: {action: FORBID}}",
                "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a}, spec: {rules: [{form: []}]}}",
                "{domain: a, descriptors: [{kee: x}]}"
            })
    void whatDoesNotFitIsFound(String document) {
        assertThat(SCHEMA.validate(document, InputFormat.YAML)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 2}}",
                "{apiVersion: example.org/v1, kind: rule, metadata: {name: a}, spec: {anything: 2}}",
                "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a}, spec: {}}",
                "{domain: a, descriptors: [{key: x, rate_limit: {unit: second, requests_per_unit: 3}}]}"
            })
    void documentsOfOthersAndShortOnesFit(String document) {
        assertThat(SCHEMA.validate(document, InputFormat.YAML)).isEmpty();
    }

    @Test
    void itIsTheSameEachTime() {
        assertThat(Shell.withAdapters("schema").out())
                .isEqualTo(Shell.withAdapters("schema").out());
    }

    private static List<String> documents(String text) {
        return Stream.of(text.split("(?m)^---$"))
                .filter(each -> !each.isBlank())
                .toList();
    }
}

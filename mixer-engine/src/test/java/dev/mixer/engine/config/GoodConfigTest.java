package dev.mixer.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.config.spec.FailurePolicy;
import dev.mixer.engine.config.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoodConfigTest {
    static List<ConfigCase> cases() {
        return ConfigCase.under("good-config");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothingIsToBeSaid(ConfigCase config) {
        assertThat(config.problems().lines()).isEmpty();
    }

    @Test
    void handlersCarryTheirOptions() {
        HandlerResource handler = read("new-form.yaml").handlers().getFirst();
        assertThat(handler.id()).hasToString("handler limits.istio-system");
        assertThat(handler.options().failurePolicy()).isEqualTo(FailurePolicy.ALLOW);
        assertThat(handler.options().timeLimit()).isEqualTo(Duration.ofMillis(50));
        assertThat(handler.options().maxConcurrentCalls()).isEqualTo(8);
    }

    @Test
    void foreignKindsAreCounted() {
        assertThat(read("new-form.yaml").skipped())
                .isEqualTo(Map.of("Service", 2, "VirtualService", 1, "Wrench", 1, "template", 1));
    }

    @Test
    void anExpressionIsPlainTextWithPlaces() {
        var match =
                Objects.requireNonNull(read("new-form.yaml").rules().getFirst().match());
        assertThat(match.text()).isEqualTo("request.size > 10");
        assertThat(match.placeAt(13).toString()).isEqualTo("new-form.yaml:36:23");
    }

    @Test
    void olderFormsAreHandlersAndInstances() {
        ResourceSet resources = read("old-form.yaml");
        assertThat(resources.handlers())
                .extracting(handler -> handler.adapter().text())
                .containsExactly("denier", "listchecker");
        InstanceResource key = resources.instances().stream()
                .filter(instance -> instance.id().name().equals("key"))
                .findFirst()
                .orElseThrow();
        assertThat(key.template().text()).isEqualTo("apikey");
        assertThat(key.attributeBindings()).containsOnlyKeys("request.api_key");
        assertThat(key.params().entries()).extracting(YamlNode.Entry::name).containsExactly("api_key");
    }

    @Test
    void referencesLeadToResources() {
        ResourceSet resources = read("old-form.yaml");
        List<ResolvedRule> rules = new ReferenceResolver(resources).resolve(new Problems());
        assertThat(rules.getFirst().actions())
                .extracting(action -> action.handler().id().toString())
                .containsExactly("denier no.istio-system", "listchecker versions.default");
    }

    @Test
    void manifestsDeclareAttributes() {
        assertThat(read("old-form.yaml").manifests().getFirst().attributes())
                .extracting(declaration -> declaration.name() + ":" + declaration.type())
                .containsExactly("my.size:INT64", "my.name:STRING");
    }

    @Test
    void rootNamespaceComesFirstThenNamespacesThenFilesThenPositions() {
        var files = ConfigFiles.of(
                ConfigFile.of("b.yaml", rule("r1", "shop") + rule("r2", "istio-system") + rule("r3", "bar")),
                ConfigFile.of("a.yaml", rule("r5", "shop") + rule("r4", "shop")));
        var resources = new ResourceReader(TestAdapters.KINDS, Namespaces.DEFAULT).read(files, new Problems());
        assertThat(resources.rules())
                .extracting(rule -> rule.id().name())
                .containsExactly("r2", "r3", "r5", "r4", "r1");
    }

    @Test
    void anEmptyConfigurationIsValid() {
        var problems = new Problems();
        var files = ConfigFiles.of(ConfigFile.of("a.yaml", "# nothing\n---\n---\n"));
        var resources = new ResourceReader(TestAdapters.KINDS, Namespaces.DEFAULT).read(files, problems);
        assertThat(problems.lines()).isEmpty();
        assertThat(resources.rules()).isEmpty();
        assertThat(resources.revision()).matches("[0-9a-f]{12}");
    }

    private static String rule(String name, String namespace) {
        return """
                ---
                apiVersion: config.istio.io/v1alpha2
                kind: rule
                metadata: {name: %s, namespace: %s}
                """.formatted(name, namespace);
    }

    private static ResourceSet read(String name) {
        ConfigCase config = cases().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new ResourceReader(TestAdapters.KINDS, Namespaces.DEFAULT).read(config.files(), new Problems());
    }
}

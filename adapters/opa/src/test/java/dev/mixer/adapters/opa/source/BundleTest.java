package dev.mixer.adapters.opa.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.testkit.backend.Backends;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleTest {
    private static final String RULE = "package a.b\n\nallow := true\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"roots\": [\"a\"]} | {\"a\": {\"x\": 1}} | ~~",
                "{\"roots\": [\"a/b\", \"/a/c/\"]} | {\"a\": {\"c\": 1}} | ~~",
                "{\"roots\": [\"a/b\", \"a/c/d\"]} | {\"a\": {\"c\": {}}} | ~~",
                "{\"roots\": [\"a\"]} | {\"x\": 1} | b: the data at /x is outside of the manifest's roots [a]",
                "{\"roots\": [\"a/b\"]} | {\"a\": {\"bb\": 1}} | b: the data at /a/bb is outside",
                "{\"roots\": [\"a/b\"]} | {\"a\": 1} | b: the data at /a is outside",
                "{\"roots\": [\"x\"]} | {} | b/p.rego: the package a.b is outside of the manifest's roots [x]",
                "{\"roots\": []} | {} | b/p.rego: the package a.b is outside of the manifest's roots []",
                "{\"roots\": [\"a\", \"a/b\"]} | {} | b/.manifest: roots 'a' and 'a/b' overlap",
                "{\"roots\": \"a\"} | {} | b/.manifest: roots must be a list",
                "{\"roots\": [7]} | {} | b/.manifest: roots must be a list of texts",
                "{\"revision\": 7} | {} | b/.manifest: revision must be a text",
                "{\"rego_version\": 2} | {} | b/.manifest: rego_version must be 0 or 1, not 2",
                "{\"wasm\": [{\"entrypoint\": \"a/b/allow\", \"module\": \"/m.wasm\"}]} | {} | b: the manifest names the module m.wasm",
                "[] | {} | b/.manifest: must be an object",
                "{ | {} | b/.manifest:1:2: no JSON",
            })
    void aManifestBindsItsBundle(String manifest, String data, String fault) throws Exception {
        var files = files(Map.of(".manifest", manifest, "data.json", data, "p.rego", RULE));
        if (fault.isEmpty()) {
            assertThat(Bundle.of("b", files).files().sources()).hasSize(1);
        } else {
            assertThatThrownBy(() -> Bundle.of("b", files))
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining(fault);
        }
    }

    @Test
    void severalBundlesMakeOnePolicy() throws Exception {
        var bundles = new LinkedHashMap<String, Bundle>();
        bundles.put("rules", bundle("{\"revision\": \"r1\", \"roots\": [\"a\"]}", "{}", RULE));
        bundles.put(
                "people",
                bundle("{\"revision\": \"p7\", \"roots\": [\"x/people\"]}", "{\"x\": {\"people\": [1]}}", ""));
        bundles.put("places", bundle("{\"roots\": [\"x/places\"]}", "{\"x\": {\"places\": [2]}}", ""));
        var joined = Bundle.join(bundles);
        assertThat(joined.sources()).hasSize(1);
        assertThat(Json.write(joined.data())).isEqualTo("{\"x\":{\"people\":[1],\"places\":[2]}}");
        assertThat(joined.revision()).isEqualTo("rules=r1,people=p7");
    }

    @Test
    void bundlesThatOwnTheSameAreRefusedByName() throws Exception {
        var bundles = new LinkedHashMap<String, Bundle>();
        bundles.put("one", bundle("{\"roots\": [\"a\"]}", "{}", RULE));
        bundles.put("other", bundle("{\"roots\": [\"a/b\"]}", "{}", RULE));
        assertThatThrownBy(() -> Bundle.join(bundles))
                .hasMessage("bundles one and other overlap: their roots are 'a' and 'a/b'; give each a root of its own"
                        + " in its .manifest");
        bundles.put("other", bundle("{}", "{}", ""));
        assertThatThrownBy(() -> Bundle.join(bundles)).hasMessageContaining("their roots are 'a' and ''");
        assertThatThrownBy(() -> Bundle.join(Map.of("other", bundle("{}", "{}", ""))))
                .hasMessageContaining("hold neither modules (.rego) nor policy.wasm");
    }

    @Test
    void aDiscoveryBundleIsToldToHaveNoEffect() throws Exception {
        for (var data : List.of("{\"discovery\": {\"bundles\": {\"a\": {}}}}", "{\"services\": []}")) {
            assertThatThrownBy(() -> Bundle.join(Map.of("b", bundle("{}", data, ""))))
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("configuration of OPA (discovery), which has no effect here");
        }
        assertThatThrownBy(() -> Bundle.join(Map.of("b", bundle("{}", "{\"a\": {\"x\": 1}}", ""))))
                .hasMessageEndingWith("nor policy.wasm");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "package a.b | a/b",
                "\\n# package x\\n\\n  package   a . b  # c | a/b",
                "package a[\"b-c\"].d | a/b-c/d",
                "allow := true | ~~",
            })
    void theNamesOfAPackageAreRead(String text, String names) {
        assertThat(String.join("/", new RegoSource("p", text.replace("\\n", "\n")).packageNames()))
                .isEqualTo(names);
    }

    @Test
    void sourcesOfBothVersionsOfRegoAreCompiledTogether() throws Exception {
        var old = "package old\n\nallow { input.x == 1 }\n";
        var now = "package now\n\nallow if data.old.allow\n";
        var opa = OpaCommand.find(Optional.of(Backends.opa())).orElseThrow();
        for (var manifest : List.of("{\"rego_version\": 0}", "{\"file_rego_versions\": {\"/old*\": 0}}")) {
            var files = new HashMap<>(Map.of(".manifest", manifest, "old/p.rego", old));
            if (manifest.contains("file")) {
                files.put("now.rego", now);
            }
            var read = Bundle.of("b", files(files)).files();
            var rule = manifest.contains("file") ? "now/allow" : "old/allow";
            assertThat(new RegoCompiler().compile(read, List.of(rule), opa).wasm())
                    .isNotEmpty();
            assertThatThrownBy(() -> new RegoCompiler()
                            .compile(
                                    Bundle.of("b", files(Map.of("old/p.rego", old)))
                                            .files(),
                                    List.of(rule),
                                    opa))
                    .hasMessageContaining("b/old/p.rego:3:1: rego_parse_error");
            files.put("bad.rego", "package bad\n\nx = y\n");
            assertThatThrownBy(() -> new RegoCompiler()
                            .compile(Bundle.of("b", files(files)).files(), List.of(rule), opa))
                    .hasMessageContaining("b/bad.rego:3:5: rego_unsafe_var_error");
        }
    }

    private static Bundle bundle(String manifest, String data, String rego) throws InvalidPolicyException {
        var files = new HashMap<>(Map.of(".manifest", manifest, "data.json", data));
        if (!rego.isEmpty()) {
            files.put("p.rego", rego);
        }
        return Bundle.of("b", files(files));
    }

    private static Map<String, byte[]> files(Map<String, String> texts) {
        var files = new HashMap<String, byte[]>();
        texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return files;
    }
}

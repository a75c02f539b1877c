package dev.mixer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parameter {@code bundles} of the adapter opa as it is read from a file. */
class BundleParametersTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        var policy = Files.createDirectory(folder.resolve("policy"));
        Files.writeString(policy.resolve("p.rego"), "package envoy.authz\n\nallow := true\n");
        Files.writeString(folder.resolve("token"), "secret-of-the-file\n");
    }

    private Shell.Result validate(String bundles) throws IOException {
        var head = """
                apiVersion: config.istio.io/v1alpha2
                kind: handler
                metadata: {name: rego}
                spec:
                  compiledAdapter: opa
                  params:
                    opa: %s
                """.formatted(Backends.opa());
        return Shell.withAdapters("validate", Configurations.write(folder, head + bundles.indent(4)));
    }

    @Test
    void allThatTheReferenceNamesIsRead() throws IOException {
        var result = validate("""
                bundles:
                - name: mesh
                  url: https://bundles.example/mesh.tar.gz
                  token: {file: token}
                  headers:
                    x-key: secret-of-the-text
                    X-Other: {file: token}
                  verify: {secret: %1$s, algorithm: HS256, key_id: mine, scope: read}
                  minDelay: 10s
                  max_delay: 20s
                  long_polling: 30s
                  fetch_timeout: 5s
                  max_size: 1MiB
                  persist: false
                - {name: rules, file: policy}
                """.formatted("s".repeat(64)));
        assertThat(result.out() + result.err()).doesNotContain("error:").doesNotContain("secret-of");
        assertThat(result.code()).as(result.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{name: a} | config.yaml:9:7: error: handler rego.default: spec.params.bundles[0]: bundle a needs exactly one of file and url",
                "{name: a, file: policy, url: 'https://b.example/'} | config.yaml:9:7: error: handler rego.default: spec.params.bundles[0]: bundle a needs exactly one of file and url",
                "{file: policy} | config.yaml:9:7: error: handler rego.default: spec.params.bundles[0].name: is required",
                "{name: a b, file: policy} | config.yaml:9:7: error: handler rego.default: spec.params.bundles[0]: name 'a b' of a bundle is not of letters, digits and . _ - (at most 100)",
                "{name: a, file: none} | config.yaml:9:5: error: handler rego.default: spec.params.bundles: a: there is no /",
                "{name: a, file: policy, token: x} | config.yaml:9:7: error: handler rego.default: spec.params.bundles[0]: bundle a has a file; token, headers, ca_file and long_polling are for a url",
                "{name: a, url: 'ftp://b.example/'} | config.yaml:9:7: error: handler rego.default: spec.params.bundles[0]: url must be an http or https URL",
                "{name: a, url: 'https://u:p@b.example/'} | config.yaml:9:7: error: handler rego.default: spec.params.bundles[0]: url must not hold a user or a password; use token or headers",
                "{name: a, url: 'no url'} | config.yaml:9:22: error: handler rego.default: spec.params.bundles[0].url: 'no url' is not a URI: Illegal character in path",
                "{name: a, url: 'https://b.example/', min_delay: 0s} | config.yaml:9:7: error: handler rego.default: spec.params.bundles[0]: min_delay PT0S is not in PT1S to PT24H",
                "{name: a, url: 'https://b.example/', min_delay: 10s, max_delay: 5s} | config.yaml:9:7: error: handler rego.default: spec.params.bundles[0]: max_delay PT5S is not in PT10S to PT24H",
                "{name: a, url: 'https://b.example/', max_delay: soon} | config.yaml:9:55: error: handler rego.default: spec.params.bundles[0].max_delay: 'soon' is not a duration such as 10ms, 1.5s, 1h30m",
                "{name: a, url: 'https://b.example/', max_size: 2TiB} | config.yaml:9:7: error: handler rego.default: spec.params.bundles[0]: max_size 2199023255552 is not in 1 to 1073741824",
                "{name: a, url: 'https://b.example/', headers: {Host: x}} | config.yaml:9:7: error: handler rego.default: spec.params.bundles[0]: headers: Host cannot be set",
                "{name: a, url: 'https://b.example/', headers: [x]} | config.yaml:9:53: error: handler rego.default: spec.params.bundles[0].headers: must be a mapping, not a list",
                "{name: a, url: 'https://b.example/', headers: {x-key: {file: none}}} | config.yaml:9:68: error: handler rego.default: spec.params.bundles[0].headers[x-key]: the file 'none' does not exist",
                "{name: a, url: 'https://b.example/', verify: {}} | config.yaml:9:52: error: handler rego.default: spec.params.bundles[0].verify: verify needs exactly one of key_file, key and secret, not 0",
                "{name: a, url: 'https://b.example/', verify: {key: no PEM}} | config.yaml:9:52: error: handler rego.default: spec.params.bundles[0].verify: the key is no PEM with a PUBLIC KEY or a CERTIFICATE",
                "{name: a, url: 'https://b.example/', verify: {secret: s, algorithm: RS256}} | config.yaml:9:52: error: handler rego.default: spec.params.bundles[0].verify: RS256 needs a public key, not a secret",
                "{name: a, url: 'https://b.example/', verify: {secret: s, algorithm: MD5}} | config.yaml:9:75: error: handler rego.default: spec.params.bundles[0].verify.algorithm: 'MD5' is none of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, HS256, HS384, HS512",
                "{name: a, url: 'https://b.example/', verify: {key_file: none.pem}} | config.yaml:9:5: error: handler rego.default: spec.params.bundles: bundle a: there is no /",
                "{name: a, url: 'https://b.example/', ca_file: none.pem} | config.yaml:9:5: error: handler rego.default: spec.params.bundles: bundle a: there is no /",
                "{name: a, url: 'https://b.example/', pesist: true} | config.yaml:9:44: error: handler rego.default: spec.params.bundles[0].pesist: unknown field; did you mean 'persist'?",
                "{name: a, service: acme, resource: a.tar.gz} | config.yaml:9:32: error: handler rego.default: spec.params.bundles[0].resource: unknown field; known: ",
                "7 | config.yaml:9:7: error: handler rego.default: spec.params.bundles[0]: must be a mapping, not a number",
            })
    void whatIsWrongIsToldAtItsPlace(String bundle, String expected) throws IOException {
        var result = validate("bundles:\n- " + bundle + "\n");
        assertThat(result.out() + result.err()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "bundles: [{name: a, file: policy}, {name: a, url: 'https://b.example/'}] | config.yaml:7:5: error: handler rego.default: spec.params: two bundles are called a",
                "bundles: {a: {service: acme}} | config.yaml:8:14: error: handler rego.default: spec.params.bundles: must be a list, not a mapping",
                "bundles: [] | config.yaml:7:5: error: handler rego.default: spec.params: needs exactly one of path, policy and bundles",
                "{path: policy, bundles: [{name: a, file: policy}]} | config.yaml:7:5: error: handler rego.default: spec.params: needs exactly one of path, policy and bundles",
                "discovery: {name: a} | config.yaml:8:5: error: handler rego.default: spec.params.discovery: unknown field; known: ",
                "bundles: [{name: a, url: 'http://b.example/'}] | config.yaml:8:14: warning: handler rego.default: spec.params.bundles: bundle a is fetched over http and not signed, so that whoever is in between may change the policy; use https or verify",
            })
    void whatIsWrongWithAllOfThemIsToldToo(String params, String expected) throws IOException {
        var result = validate(params.replaceAll("^\\{path: policy, (.*)}$", "path: policy\n$1") + "\n");
        assertThat(result.out() + result.err()).contains(expected);
    }
}

package dev.mixer.engine.policy;

import static dev.mixer.engine.policy.TestPolicies.policy;
import static dev.mixer.engine.policy.TestPolicies.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the decision cases of the server cannot say: tokens, other protocols, explanations, policies on trial. */
class PolicySetTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"groups":["dev","admin"]}            | true
            {"groups":"admin"}                    | true
            {"groups":"dev,admin"}                | false
            {"groups":["dev,admin"]}              | false
            {"groups":["dev"]}                    | false
            {"groups":[["admin"]]}                | false
            {"groups":{"admin":"admin"}}          | false
            {"groups":null}                       | false
            {"groups":"admin","groups":"dev"}     | false
            {"groups":["admin"]} x                | false
            {"groups":["admin"]                   | false
            ["admin"]                             | false
            {"Groups":["admin"]}                  | false
            """)
    void aClaimThatIsAListIsTestedByElement(String claims, boolean allowed) {
        var policies = valid(policy("p", "rules: [{when: [{key: 'request.auth.claims[groups]', values: [admin]}]}]"));
        assertThat(policies.allows(Map.of("request.auth.raw_claims", claims))).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"realm":{"roles":["a","b"]}} | true
            {"realm":{"roles":"b"}}       | true
            {"realm":["b"]}               | false
            {"realm.roles":["b"]}         | false
            {"roles":["b"]}               | false
            """)
    void nestedClaimsAreReachedByTheirPath(String claims, boolean allowed) {
        var policies = valid(policy("p", "rules: [{when: [{key: 'request.auth.claims[realm][roles]', values: [b]}]}]"));
        assertThat(policies.allows(Map.of("request.auth.raw_claims", claims))).isEqualTo(allowed);
    }

    @Test
    void withoutJsonAClaimIsOneValue() {
        var policies = valid(policy("p", "rules: [{when: [{key: 'request.auth.claims[groups]', values: [admin]}]}]"));
        assertThat(policies.allows(Map.of("request.auth.claims", Map.of("groups", "admin"))))
                .isTrue();
        assertThat(policies.allows(Map.of("request.auth.claims", Map.of("groups", "dev,admin"))))
                .isFalse();
    }

    @Test
    void audiencesAreTestedOneByOne() {
        var policies = valid(policy("p", "rules: [{when: [{key: request.auth.audiences, values: [b]}]}]"));
        assertThat(policies.allows(Map.of("request.auth.raw_claims", "{\"aud\":[\"a\",\"b\"]}")))
                .isTrue();
        assertThat(policies.allows(Map.of("request.auth.raw_claims", "{\"aud\":\"a,b\"}")))
                .isFalse();
        assertThat(policies.allows(Map.of("request.auth.audiences", "b"))).isTrue();
    }

    @Test
    void onTcpAnAllowRuleOfHttpNeverMatchesAndADenyRulePassesOverWhatOnlyHttpHas() {
        Map<String, Object> tcp = Map.of("context.protocol", "tcp", "destination.port", 22L);
        var allow = valid(policy("p", "rules: [{to: [{operation: {methods: [GET], ports: ['22']}}]}]"));
        assertThat(allow.allows(tcp)).isFalse();
        var deny = valid(policy("p", "action: DENY, rules: [{to: [{operation: {methods: [GET], ports: ['22']}}]}]"));
        assertThat(deny.allows(tcp)).isFalse();
        assertThat(deny.allows(Map.of("context.protocol", "http", "destination.port", 22L)))
                .isTrue();
        var plain = valid(policy("p", "rules: [{to: [{operation: {ports: ['22']}}]}]"));
        assertThat(plain.allows(tcp)).isTrue();
    }

    @Test
    void namesOfTheTrustDomainAreOneDomain() {
        var policies =
                valid(policy("p", "rules: [{from: [{source: {principals: [cluster.local/ns/a/sa/b]}}]}]"), "old.td");
        assertThat(policies.allows(Map.of("source.principal", "old.td/ns/a/sa/b")))
                .isTrue();
        assertThat(policies.allows(Map.of("source.principal", "cluster.local/ns/a/sa/b")))
                .isTrue();
        assertThat(policies.allows(Map.of("source.principal", "other.td/ns/a/sa/b")))
                .isFalse();
    }

    @Test
    void aPolicyOnTrialTellsWhatItWouldChange() {
        var trial = policy("live", "rules: [{to: [{operation: {methods: [GET]}}]}]")
                + policy("more", "rules: [{to: [{operation: {methods: [POST]}}]}]")
                        .replace("{name: more}", "{name: more, annotations: {istio.io/dry-run: \"true\"}}")
                + policy("less", "action: DENY, rules: [{to: [{operation: {paths: [/x]}}]}]")
                        .replace("{name: less}", "{name: less, annotations: {istio.io/dry-run: \"true\"}}");
        var policies = valid(trial);
        var post = policies.call(Map.of("request.method", "POST", "request.path", "/"))
                .verdict();
        assertThat(post.allowed()).isFalse();
        assertThat(post.shadow()).isEqualTo("would be allowed by more.default");
        var get = policies.call(Map.of("request.method", "GET", "request.path", "/x"))
                .verdict();
        assertThat(get.allowed()).isTrue();
        assertThat(get.shadow()).isEqualTo("would be denied: policy less.default denies it by rule 1");
        assertThat(get.shadowPolicy()).isEqualTo("less.default");
        assertThat(policies.call(Map.of("request.method", "GET", "request.path", "/"))
                        .verdict()
                        .shadow())
                .isEmpty();
    }

    @Test
    void theFirstPolicyOnTrialInANamespaceWouldDenyTheRest() {
        var policies = valid(policy("p", "rules: [{to: [{operation: {methods: [GET]}}]}]")
                .replace("{name: p}", "{name: p, annotations: {istio.io/dry-run: \"true\"}}"));
        var verdict = policies.call(Map.of("request.method", "PUT")).verdict();
        assertThat(verdict.allowed()).isTrue();
        assertThat(verdict.shadow()).isEqualTo("would be denied: no policy allows it");
    }

    @Test
    void auditPoliciesAreNamedAndDecideNothing() {
        var policies = valid(policy("a", "action: AUDIT, rules: [{to: [{operation: {methods: [GET]}}]}]"));
        assertThat(policies.call(Map.of("request.method", "GET")).verdict().audited())
                .containsExactly("a.default");
        assertThat(policies.allows(Map.of("request.method", "PUT"))).isTrue();
    }

    @Test
    void theClauseThatCameNearestExplainsARefusal() {
        var policies = valid(policy(
                "p",
                "rules: [{from: [{source: {namespaces: [a]}}], to: [{operation: {methods: [PUT], paths: [/x]}}]},"
                        + " {to: [{operation: {methods: [GET], paths: [/y]}}]}]"));
        var notes = policies.call(Map.of("request.method", "GET", "request.path", "/x", "source.namespace", "b"))
                .explain(10);
        assertThat(notes).singleElement().satisfies(note -> {
            assertThat(note.matched()).isFalse();
            assertThat(note.reason()).isEqualTo("rule 2: to[0].operation.paths [/y]: request.path was \"/x\"");
        });
    }

    @Test
    void portsOfAWorkloadMayBeExceptedFromMutualTls() {
        var policies = valid("""
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: mesh, namespace: istio-system}
                spec: {mtls: {mode: STRICT}}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: open}
                spec: {selector: {matchLabels: {app: a}}, portLevelMtls: {8080: {mode: DISABLE}}}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: lax}
                spec: {mtls: {mode: PERMISSIVE}}
                """);
        Map<String, Object> onPort = Map.of("destination.labels", Map.of("app", "a"), "destination.port", 8080L);
        assertThat(policies.call(onPort).peer().allowed()).isTrue();
        assertThat(policies.call(Map.of("destination.labels", Map.of("app", "a"), "destination.port", 9090L))
                        .peer()
                        .allowed())
                .isFalse();
        assertThat(policies.call(Map.of("destination.port", 8080L)).peer().allowed())
                .isFalse();
        assertThat(policies.call(Map.of("connection.mtls", true)).peer().allowed())
                .isTrue();
        assertThat(policies.call(Map.of(), "lax").peer().allowed()).isTrue();
        assertThat(policies.call(Map.of(), "other").peer().reason())
                .isEqualTo("PeerAuthentication mesh.istio-system demands mutual TLS");
    }

    @Test
    void everyFaultOfAPolicyIsNamedWithItsPlace() {
        var policies = new TestPolicies("""
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p}
                spec:
                  rules:
                  - from:
                    - source:
                        principals: ["spiffe://cluster.local/ns/a/sa/b", "*a*"]
                        ipBlocks: [10.0.0.1/8, 10.0.0.0/33, 010.0.0.1, "fe80::1%eth0"]
                        serviceAccounts: [a/b/c, "*"]
                    to:
                    - operation: {ports: [0, 70000, http], paths: ["/{*}x", "/{**}/{*}", "a{*}"], methods: [""]}
                    when:
                    - {key: "request.header[x]", values: [a]}
                    - {key: source.ips, values: [a]}
                """);
        assertThat(policies.problems.lines())
                .extracting(line -> line.replaceFirst(": AuthorizationPolicy p.default: spec.rules\\[0]", ""))
                .containsExactly(
                        "p.yaml:8:22: error.from[0].source.principals:"
                                + " 'spiffe://cluster.local/ns/a/sa/b' must be written without spiffe://",
                        "p.yaml:8:58: error.from[0].source.principals:"
                                + " '*a*' has two *; one counts, at the beginning or at the end",
                        "p.yaml:9:20: error.from[0].source.ipBlocks:"
                                + " '10.0.0.1/8' is not a range: the address has bits beyond its first 8",
                        "p.yaml:9:32: error.from[0].source.ipBlocks:"
                                + " '10.0.0.0/33' is not a range: its length must be 0 to 32",
                        "p.yaml:9:45: error.from[0].source.ipBlocks: \"010.0.0.1\" is not an IP address such as 10.0.0.1 or 2001:db8::1",
                        "p.yaml:9:56: error.from[0].source.ipBlocks: \"fe80::1%eth0\" is not an IP address such as 10.0.0.1 or 2001:db8::1",
                        "p.yaml:10:27: error.from[0].source.serviceAccounts:"
                                + " 'a/b/c' must be ACCOUNT or NAMESPACE/ACCOUNT, without *",
                        "p.yaml:10:34: error.from[0].source.serviceAccounts:"
                                + " '*' must be ACCOUNT or NAMESPACE/ACCOUNT, without *",
                        "p.yaml:12:27: error.to[0].operation.ports: '0' is not a port",
                        "p.yaml:12:30: error.to[0].operation.ports: '70000' is not a port",
                        "p.yaml:12:37: error.to[0].operation.ports: 'http' is not a port",
                        "p.yaml:12:52: error.to[0].operation.paths: '/{*}x': {*} and {**} must be whole segments,"
                                + " and nothing else may hold * or braces",
                        "p.yaml:12:61: error.to[0].operation.paths: '/{**}/{*}': {**} must be the last operator",
                        "p.yaml:12:74: error.to[0].operation.paths: 'a{*}' must begin with /",
                        "p.yaml:12:93: error.to[0].operation.methods:"
                                + " must not be empty; * is any value that is there",
                        "p.yaml:14:13: error.when[0].key: 'request.header[x]' is no key of a condition;"
                                + " did you mean 'request.headers[…]'?",
                        "p.yaml:15:13: error.when[1].key: 'source.ips' is no key of a condition;"
                                + " did you mean 'source.ip'?");
    }

    @Test
    void pathsThatNoPathEqualsAreDoubtful() {
        var policies = valid(policy("p", "rules: [{to: [{operation: {paths: ['/a//b', '/a?x', '/ok', '/%2e']}}]}]"));
        assertThat(policies.problems.lines())
                .hasSize(3)
                .allMatch(line -> line.contains("warning"))
                .anyMatch(line -> line.endsWith("'/a//b' is not canonical, so no path equals it; write /a/b"));
        assertThat(List.copyOf(policies.problems.lines())).isNotEmpty();
    }
}

package dev.mixer.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.spi.DirectResponse;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the clients of refused calls get, whoever refused them. */
class DenialTest {
    private static final String POLICIES = """
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: accounts, namespace: shop}
            spec:
              jwtRules:
              - {issuer: https://accounts.example, jwks: 'ACCOUNTS'}
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: no-secrets, namespace: shop}
            spec:
              action: DENY
              rules: [{to: [{operation: {paths: [/secret*]}}]}]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: attempts, namespace: shop}
            spec:
              compiledAdapter: memquota
              params: {quotas: [{name: perpath.instance.shop, maxAmount: 1, validDuration: 60s}]}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: perpath, namespace: shop}
            spec: {compiledTemplate: quota, params: {dimensions: {path: request.path}}}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: limit, namespace: shop}
            spec:
              match: request.path.startsWith("/limited")
              actions: [{handler: attempts, instances: [perpath]}]
            """;

    private final TestIssuer accounts = new TestIssuer("https://accounts.example");
    private ShippedEngine engine;

    @BeforeEach
    void start(@TempDir Path folder) {
        engine = new ShippedEngine(folder);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void apply(String rules) {
        assertThat(engine.apply(POLICIES.replace("ACCOUNTS", accounts.jwks()) + rules)
                        .problems())
                .isEmpty();
    }

    private static String rule(String name, String namespace, String spec) {
        return """
                ---
                apiVersion: config.istio.io/v1alpha2
                kind: rule
                metadata: {name: %s, namespace: %s}
                spec:
                %s""".formatted(name, namespace, spec.indent(2));
    }

    private Decision check(String path, Map<String, String> headers) throws Exception {
        var attributes = new HashMap<String, Object>(
                Map.of("destination.namespace", "shop", "request.path", path, "request.headers", headers));
        return engine.check(new Call(
                _ -> MapBag.of(attributes),
                System.nanoTime() + Call.DEFAULT_PATIENCE_NANOS,
                new Call.Quotas.EachOnce(),
                false));
    }

    private DirectResponse refused(String path, Map<String, String> headers) throws Exception {
        var decision = check(path, headers);
        assertThat(decision.status().isOk()).isFalse();
        return Objects.requireNonNull(decision.response());
    }

    private static HeaderOperation header(String name, String value) {
        return HeaderOperation.replaceResponse(name, value);
    }

    @Test
    void browsersAreSentToSignInAndProgramsGetJson() throws Exception {
        apply(rule("sign-in", "istio-system", """
                        match: request.headers["accept"].startsWith("text/html")
                        denials:
                        - codes: [UNAUTHENTICATED]
                          status: 302
                          headers:
                          - {name: Location, values: ['"https://login.example/?back=" + urlEncode(request.path)']}
                        """) + rule("api", "shop", """
                        denials:
                        - body:
                            json:
                              error: '"not allowed"'
                              path: request.path
                              agent: request.headers["user-agent"]
                              query: request.query_params
                              size: request.size
                              again: true
                              codes: [7, null, 1.5]
                        """));
        var browser = refused("/a?b", Map.of("accept", "text/html,*/*", "authorization", "Bearer x.y.z"));
        assertThat(browser.httpStatus()).isEqualTo(302);
        assertThat(browser.headers())
                .containsExactly(
                        header("Location", "https://login.example/?back=%2Fa"),
                        header("www-authenticate", "Bearer error=\"invalid_token\""));

        var program = refused("/secret/?a=b", Map.of("accept", "application/json", "user-agent", "x\"\n"));
        assertThat(program.httpStatus()).isEqualTo(403);
        assertThat(program.headers()).containsExactly(header("content-type", "application/json"));
        assertThat(program.body())
                .isEqualTo(
                        "{\"error\":\"not allowed\",\"path\":\"/secret/\",\"agent\":\"x\\\"\\n\",\"query\":{\"a\":\"b\"},"
                                + "\"size\":null,\"again\":true,\"codes\":[7,null,1.5]}");

        var both = refused("/x", Map.of("accept", "application/json", "authorization", "Bearer x.y.z"));
        assertThat(both.httpStatus()).as("as the token's refusal has it").isEqualTo(401);
    }

    @Test
    void valuesOnAPageAreEscapedAndOnesWithLineBreaksAreNoHeaders() throws Exception {
        apply(rule("page", "shop", """
                        denials:
                        - status: 404
                          headers: [{name: x-agent, values: ['request.headers["user-agent"]']}]
                          body: {html: "<p title='{{ request.path }}'>{{ request.headers[\\"user-agent\\"] }}{{ request.size }}</p>"}
                        """));
        var page = refused("/secret/'x", Map.of("user-agent", "<b>\"&\r\n"));
        assertThat(page.httpStatus()).isEqualTo(404);
        assertThat(page.body()).isEqualTo("<p title='/secret/&#39;x'>&lt;b&gt;&quot;&amp;\r\n</p>");
        assertThat(page.headers()).containsExactly(header("content-type", "text/html; charset=utf-8"));
    }

    @Test
    void anExhaustedQuotaIsARefusalToo() throws Exception {
        apply(rule("slow", "shop", """
                        denials:
                        - {codes: [RESOURCE_EXHAUSTED], body: {text: '"slow down, " + request.path'}}
                        """));
        assertThat(check("/limited", Map.of()).status().code()).isEqualTo(Status.Code.OK);
        var slow = refused("/limited", Map.of());
        assertThat(slow.httpStatus()).isEqualTo(429);
        assertThat(slow.body()).isEqualTo("slow down, /limited");
        assertThat(check("/secret", Map.of()).response()).as("another code").isNull();
    }

    @Test
    void theFirstRuleThatMatchesCounts() throws Exception {
        apply(rule("a", "shop", "match: request.path == \"/secret/a\"\ndenials: [{status: 410}]")
                + rule("b", "shop", "denials: [{status: 451}]")
                + rule("c", "other", "denials: [{status: 500}]")
                + rule("d", "istio-system", "enforcement: SHADOW\ndenials: [{status: 501}]"));
        assertThat(refused("/secret/a", Map.of()).httpStatus()).isEqualTo(410);
        assertThat(refused("/secret/b", Map.of()).httpStatus()).isEqualTo(451);
    }

    @Test
    void callsThatPassGetNoResponse() throws Exception {
        apply(rule("b", "shop", "denials: [{status: 451}]"));
        var decision = check("/open", Map.of());
        assertThat(decision.status().code()).isEqualTo(Status.Code.OK);
        assertThat(decision.response()).isNull();
        assertThat(decision.rules()).isEmpty();
    }
}

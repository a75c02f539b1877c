package dev.mixer.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules about who is calling, with the adapters as they are shipped: in plug-in folders of their own loaders. */
class TokenPolicyTest {
    private static final String CONFIG = """
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: tokens, namespace: istio-system}
            spec:
              compiledAdapter: jwt
              params: {issuers: [{issuer: "https://accounts.example", audiences: [shop], jwks_uri: "JWKS"}]}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: token, namespace: istio-system}
            spec:
              compiledTemplate: jwt
              params: {authorization: 'request.headers["authorization"] | ""'}
              attributeBindings:
                request.auth.principal: $out.principal
                request.auth.audiences: $out.audiences
                request.auth.claims: $out.claims
                request.auth.raw_claims: $out.raw_claims
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: who-is-calling, namespace: istio-system}
            spec: {actions: [{handler: tokens, instances: [token]}]}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: deny, namespace: istio-system}
            spec: {compiledAdapter: denier, params: {status: {code: 7, message: staff only}}}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: nothing, namespace: istio-system}
            spec: {compiledTemplate: checknothing}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: staff-only, namespace: istio-system}
            spec:
              match: request.path == "/admin" && (request.auth.claims["groups"] | "") != "staff,admin"
              actions: [{handler: deny, instances: [nothing]}]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: demanded, namespace: istio-system}
            spec:
              compiledTemplate: jwtcheck
              params: {authorization: 'request.headers["authorization"] | ""'}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: callers-only, namespace: istio-system}
            spec:
              match: request.path == "/mine"
              actions: [{handler: tokens, instances: [demanded], name: caller}]
              requestHeaderOperations: [{name: x-principal, values: [caller.output.principal]}]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: keys, namespace: istio-system}
            spec: {compiledAdapter: apikey, params: {file: "KEYS"}}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: key, namespace: istio-system}
            spec:
              compiledTemplate: apikey
              params: {api: '"books"', apiKey: 'request.headers["x-api-key"] | ""'}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: partners-only, namespace: istio-system}
            spec:
              match: request.path == "/books"
              actions: [{handler: keys, instances: [key], name: caller}]
              requestHeaderOperations: [{name: x-caller, values: ['caller.output.name + ":" + caller.output.groups']}]
            """;

    private final TestIssuer accounts = new TestIssuer("https://accounts.example");
    private HttpServer issuer;
    private ShippedEngine engine;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var jwks = accounts.jwks().getBytes(StandardCharsets.UTF_8);
        issuer.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, jwks.length);
            exchange.getResponseBody().write(jwks);
            exchange.close();
        });
        issuer.start();
        var sha = MessageDigest.getInstance("SHA-256").digest("key-1".getBytes(StandardCharsets.UTF_8));
        var file = Files.writeString(
                folder.resolve("keys.yaml"),
                "- {hash: " + HexFormat.of().formatHex(sha) + ", name: alice, groups: [a, b], services: [books]}\n");
        engine = new ShippedEngine(folder);
        var yaml = CONFIG.replace(
                        "JWKS", "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys")
                .replace("KEYS", file.toString());
        assertThat(engine.apply(yaml).problems()).isEmpty();
    }

    @AfterEach
    void stop() {
        engine.close();
        issuer.stop(0);
    }

    @Test
    void aDecisionRestsOnTheGroupsOfTheToken() throws Exception {
        var admin = "Bearer " + token("shop", ",\"groups\":[\"staff\",\"admin\"]");
        assertThat(check("/admin", "authorization", admin).status()).isEqualTo(Status.OK);
        var guest = "Bearer " + token("shop", ",\"groups\":[\"staff\"]");
        assertThat(check("/admin", "authorization", guest).status())
                .isEqualTo(Status.of(Status.Code.PERMISSION_DENIED, "deny.istio-system:staff only"));
        assertThat(check("/admin", "x-none", "").status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(check("/", "x-none", "").status()).isEqualTo(Status.OK);
    }

    @Test
    void whatTheCallerStatesAboutItselfDoesNotCount() throws Exception {
        var decision = check(Map.of(
                "request.path", "/admin",
                "request.headers", Map.of("x", "y"),
                "request.auth.claims", Map.of("groups", "staff,admin")));
        assertThat(decision.status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void anInvalidTokenIsRefusedWhereverItGoes() throws Exception {
        var other = check("/", "authorization", "Bearer " + token("another", ""));
        assertThat(other.status())
                .isEqualTo(Status.of(
                        Status.Code.UNAUTHENTICATED, "tokens.istio-system:the token is meant for another audience"));
        assertThat(check("/", "authorization", "Bearer x").status().code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aCallersTokenMayBeDemandedAndReadByHeaderOperations() throws Exception {
        var without = check("/mine", "x-none", "");
        assertThat(without.status().code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        var with = check("/mine", "authorization", "Bearer " + token("shop", ""));
        assertThat(with.headers())
                .extracting(HeaderOperation::name, HeaderOperation::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("x-principal", "https://accounts.example/bob"));
        assertThat(with.validFor()).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void anApiKeyNamesItsCaller() throws Exception {
        assertThat(check("/books", "x-none", "").status().code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(check("/books", "x-api-key", "key-1").headers())
                .extracting(HeaderOperation::name, HeaderOperation::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("x-caller", "alice:a,b"));
    }

    private Decision check(String path, String header, String value) throws Exception {
        return check(Map.of("request.path", path, "request.headers", Map.of(header, value)));
    }

    private Decision check(Map<String, Object> attributes) throws Exception {
        return engine.check(Call.of(MapBag.of(attributes)));
    }

    private String token(String audience, String more) {
        return accounts.token("\"aud\":\"" + audience + "\"" + more);
    }
}

package dev.mixer.server.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.engine.dispatch.LiveConfiguration;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.HeaderOperation.Kind;
import dev.mixer.spi.HeaderOperation.Target;
import dev.mixer.spi.Status;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Istio's RequestAuthentication and AuthorizationPolicy together, with the adapter jwt as it is shipped. */
class RequestAuthenticationTest {
    private static final String POLICIES = """
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: mesh, namespace: istio-system}
            spec:
              jwtRules:
              - issuer: https://accounts.example
                audiences: [shop]
                jwks: 'ACCOUNTS'
            ---
            apiVersion: security.istio.io/v1beta1
            kind: RequestAuthentication
            metadata: {name: partners, namespace: shop}
            spec:
              selector: {matchLabels: {app: orders}}
              jwtRules:
              - issuer: https://partners.example
                jwks: 'PARTNERS'
                fromHeaders: [{name: X-Token, prefix: "Token "}]
                fromParams: [token]
                fromCookies: [session]
                forwardOriginalToken: true
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: callers, namespace: shop}
            spec:
              rules:
              - from: [{source: {requestPrincipals: ["*"]}}]
            """;

    private final TestIssuer accounts = new TestIssuer("https://accounts.example");
    private final TestIssuer partners = new TestIssuer("https://partners.example");
    private final TestIssuer impostor = new TestIssuer("https://partners.example");
    private ShippedEngine engine;

    @BeforeEach
    void start(@TempDir Path folder) {
        engine = new ShippedEngine(folder);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private LiveConfiguration.State apply(String yaml) {
        return engine.apply(yaml.replace("ACCOUNTS", accounts.jwks()).replace("PARTNERS", partners.jwks()));
    }

    private Decision check(String app, Map<String, String> headers, Map<String, Object> more) throws Exception {
        var attributes = new HashMap<String, Object>(Map.of(
                "destination.namespace",
                "shop",
                "destination.labels",
                Map.of("app", app),
                "request.path",
                "/",
                "request.headers",
                headers));
        attributes.putAll(more);
        return engine.check(Call.of(MapBag.of(attributes)));
    }

    private Status.Code bearer(String app, String token) throws Exception {
        return check(app, Map.of("authorization", "Bearer " + token), Map.of())
                .status()
                .code();
    }

    private Status.Code header(String app, String token) throws Exception {
        return check(app, Map.of("x-token", "Token " + token), Map.of())
                .status()
                .code();
    }

    @Test
    void aTokenOfATrustedIssuerIsAnIdentityForPolicies() throws Exception {
        assertThat(apply(POLICIES).problems()).isEmpty();
        assertThat(bearer("web", accounts.token("\"aud\":\"shop\""))).isEqualTo(Status.Code.OK);
        assertThat(bearer("web", accounts.token("\"aud\":\"other\""))).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(bearer("web", accounts.token("\"aud\":\"shop\"") + "x")).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aCallWithoutATokenGoesOnAndHasNoIdentity() throws Exception {
        apply(POLICIES);
        assertThat(check("web", Map.of("x", "y"), Map.of()).status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(check("web", Map.of("x", "y"), Map.of("request.auth.principal", "https://accounts.example/bob"))
                        .status()
                        .code())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void theIssuersOfAllPoliciesOfAWorkloadCountThere() throws Exception {
        apply(POLICIES);
        assertThat(header("orders", partners.token("\"a\":1"))).isEqualTo(Status.Code.OK);
        assertThat(bearer("orders", accounts.token("\"aud\":\"shop\""))).isEqualTo(Status.Code.OK);
        var parameter =
                check("orders", Map.of("x", "y"), Map.of("request.path", "/?token=" + partners.token("\"a\":1")));
        assertThat(parameter.status().code()).isEqualTo(Status.Code.OK);
    }

    @Test
    void anIssuerOfOneWorkloadIsNobodyElsewhere() throws Exception {
        apply(POLICIES);
        assertThat(bearer("web", partners.token("\"a\":1"))).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(header("web", partners.token("\"a\":1"))).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(header("orders", impostor.token("\"a\":1"))).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aRefusedTokenBesideAnAcceptedOneShortensNoLifetime() throws Exception {
        apply(POLICIES);
        var decision = check(
                "orders",
                Map.of(
                        "x-token", "Token " + partners.token("\"a\":1"),
                        "authorization", "Bearer " + accounts.token("\"aud\":\"other\"")),
                Map.of());
        assertThat(decision.status().code()).isEqualTo(Status.Code.OK);
        assertThat(decision.validFor()).isPositive();
    }

    @Test
    void aTokenWithoutAnEndLivesAsItDoesInIstio() throws Exception {
        apply(POLICIES);
        assertThat(bearer("web", accounts.signed("\"aud\":\"shop\""))).isEqualTo(Status.Code.OK);
    }

    @Test
    void aTokenMayStandInACookie() throws Exception {
        apply(POLICIES);
        var good = check("orders", Map.of("cookie", "a=b; session=" + partners.token("\"a\":1")), Map.of());
        assertThat(good.status().code()).isEqualTo(Status.Code.OK);
        var forged = check("orders", Map.of("cookie", "session=" + impostor.token("\"a\":1")), Map.of());
        assertThat(forged.status().code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aTokenIsTakenOutUnlessTheApplicationIsToGetIt() throws Exception {
        apply(POLICIES);
        var token = accounts.token("\"aud\":\"shop\"");
        assertThat(check("web", Map.of("authorization", "bearer " + token), Map.of())
                        .headers())
                .containsExactly(removed("authorization"));
        var kept = check("orders", Map.of("x-token", "Token " + partners.token("\"a\":1")), Map.of());
        assertThat(kept.status().code()).isEqualTo(Status.Code.OK);
        assertThat(kept.headers()).isEmpty();
        var other = check("web", Map.of("authorization", "Basic x"), Map.of("request.path", "/?access_token=" + token));
        assertThat(other.status().code()).isEqualTo(Status.Code.OK);
        assertThat(other.headers())
                .as("credentials of another kind stay")
                .containsExactly(new HeaderOperation(Target.QUERY, Kind.REMOVE, "access_token", ""));
    }

    @Test
    void claimsAreForwardedAndNobodyElseMaySetTheirHeaders() throws Exception {
        apply("""
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: accounts, namespace: shop}
                spec:
                  jwtRules:
                  - issuer: https://accounts.example
                    jwks: 'ACCOUNTS'
                    forwardOriginalToken: true
                    outputPayloadToHeader: X-Claims
                    outputClaimToHeaders:
                    - {header: x-team, claim: org.team}
                    - {header: x-level, claim: level}
                    - {header: x-groups, claim: groups}
                    - {header: x-none, claim: none.at.all}
                    - {header: x-broken, claim: broken}
                  - issuer: https://partners.example
                    jwks: 'PARTNERS'
                    forwardOriginalToken: true
                    outputClaimToHeaders: [{header: x-partner, claim: sub}]
                """);
        var token = accounts.token(
                "\"org\":{\"x\":[1],\"team\":\"red\"},\"level\":7,\"groups\":[\"a\",1],\"broken\":\"a\\r\\nx: y\"");
        var decision = check("web", Map.of("authorization", "Bearer " + token, "x-team", "blue"), Map.of());
        assertThat(decision.headers())
                .containsExactlyInAnyOrder(
                        HeaderOperation.replaceRequest("X-Claims", token.split("\\.", -1)[1]),
                        HeaderOperation.replaceRequest("x-team", "red"),
                        HeaderOperation.replaceRequest("x-level", "7"),
                        HeaderOperation.replaceRequest(
                                "x-groups",
                                Base64.getUrlEncoder().withoutPadding().encodeToString("[\"a\",1]".getBytes(UTF_8))),
                        removed("x-none"),
                        removed("x-broken"),
                        removed("x-partner"));
        assertThat(check("web", Map.of("x-team", "blue"), Map.of()).headers())
                .containsExactlyInAnyOrder(
                        removed("X-Claims"),
                        removed("x-team"),
                        removed("x-level"),
                        removed("x-groups"),
                        removed("x-none"),
                        removed("x-broken"),
                        removed("x-partner"));
    }

    @Test
    void aRefusedTokenIsChallenged() throws Exception {
        apply(POLICIES);
        var response = Objects.requireNonNull(
                check("web", Map.of("authorization", "Bearer " + impostor.token("\"a\":1")), Map.of())
                        .response());
        assertThat(response.httpStatus()).isEqualTo(401);
        assertThat(response.headers())
                .containsExactly(HeaderOperation.replaceResponse("www-authenticate", "Bearer error=\"invalid_token\""));
    }

    @Test
    void aScopeIsAListForPolicies() throws Exception {
        apply("""
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: accounts, namespace: shop}
                spec:
                  jwtRules:
                  - issuer: https://accounts.example
                    jwks: 'ACCOUNTS'
                    spaceDelimitedClaims: [roles]
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: readers, namespace: shop}
                spec:
                  rules:
                  - when:
                    - {key: "request.auth.claims[scope]", values: [read]}
                    - {key: "request.auth.claims[roles]", values: [clerk]}
                """);
        assertThat(bearer("web", accounts.token("\"scope\":\"write read\",\"roles\":\"clerk cook\"")))
                .isEqualTo(Status.Code.OK);
        assertThat(bearer("web", accounts.token("\"scope\":\"write readall\",\"roles\":\"clerk\"")))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    private static HeaderOperation removed(String name) {
        return new HeaderOperation(Target.REQUEST, Kind.REMOVE, name, "");
    }

    @Test
    void faultsNameTheFieldsThatWereWritten() {
        var state = apply("""
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: bad}
                spec:
                  jwtRules:
                  - issuer: a.example
                  - issuer: https://b.example
                    jwks: '{"keys": 7}'
                    jwksUri: https://b.example/keys
                  - issuer: https://c.example
                    jwksUri: https://c.example/keys
                    fromCookies: [session]
                    outputPayloadToHeader: x-claims
                    outputClaimToHeaders:
                    - {header: X-Claims, claim: sub}
                    - {header: "x claims", claim: ""}
                ---
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: worse}
                spec:
                  jwtRules:
                  - issuer: https://d.example
                    jwks: '{"keys": 7}'
                  - issuer: https://e.example
                    jwksUri: ftp://e.example/keys
                ---
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: hasty}
                spec:
                  jwtRules:
                  - issuer: https://f.example
                    timeout: 1ms
                ---
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: idle}
                spec: {}
                """);
        assertThat(state.problems())
                .containsExactly(
                        "mixer.yaml:6:13: error: RequestAuthentication bad.default: spec.jwtRules[0]: needs jwksUri or"
                                + " jwks: the issuer is no http or https URL, so that its keys cannot be looked for"
                                + " there",
                        "mixer.yaml:7:13: error: RequestAuthentication bad.default: spec.jwtRules[1]: only one of"
                                + " jwksUri and jwks",
                        "mixer.yaml:10:13: error: RequestAuthentication bad.default:"
                                + " spec.jwtRules[2].outputClaimToHeaders[0].header: another claim is written to the"
                                + " header X-Claims",
                        "mixer.yaml:10:13: error: RequestAuthentication bad.default:"
                                + " spec.jwtRules[2].outputClaimToHeaders[1].claim: must not be empty",
                        "mixer.yaml:10:13: error: RequestAuthentication bad.default:"
                                + " spec.jwtRules[2].outputClaimToHeaders[1].header: 'x claims' is not a header name",
                        "mixer.yaml:10:13: warning: RequestAuthentication bad.default:"
                                + " spec.jwtRules[2].forwardOriginalToken: is false, but tokens in cookies are not taken"
                                + " out: they reach the application; write true if that is meant",
                        "mixer.yaml:25:13: error: RequestAuthentication worse.default: spec.jwtRules[1]: jwksUri must"
                                + " be an http or https URL",
                        "mixer.yaml:33:13: error: RequestAuthentication hasty.default: spec.jwtRules[0]: timeout"
                                + " PT0.001S is not in PT0.1S to PT1M",
                        "mixer.yaml:36:1: warning: RequestAuthentication idle.default: spec.jwtRules: is empty: the"
                                + " policy does nothing");
    }
}

package dev.mixer.adapters.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.AttributesResult;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Handler;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Secret;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.Jwt;
import dev.mixer.spi.template.JwtCheck;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAdapterTest extends AdapterContract<JwtParameters> {
    private static final String INLINE = TestKeys.jwks(TestKeys.RSA, TestKeys.EC);

    private TestHost host = TestHost.create();
    private Handler handler = Handler.builder().build();

    @BeforeEach
    void start() throws Exception {
        host = TestHost.create();
        handler = adapter().open(workingParameters(), host);
    }

    @AfterEach
    void stop() throws Exception {
        handler.close();
        host.close();
    }

    @Override
    protected Adapter<JwtParameters> adapter() {
        return new JwtAdapter();
    }

    @Override
    protected JwtParameters workingParameters() {
        return parameters(issuer(Map.of("audiences", Set.of("a"))), Map.of());
    }

    @Override
    protected Instance instance(Class<? extends Instance> template) {
        var header = "Bearer " + good(600, "");
        return template == Jwt.class ? new Jwt(header, "", Map.of()) : new JwtCheck(header, "", Map.of());
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/tokens.csv", delimiter = '|', quoteCharacter = '~', maxCharsPerColumn = 10_000)
    void judges(String what, String header, String claims, TestKeys.Signing signing, String expected) throws Exception {
        var otherKey = TestKeys.OTHER.toJson(OutputControlLevel.PUBLIC_ONLY);
        var text = TestKeys.token(header.replace("$OTHER_JWK", otherKey), atTime(claims), signing);
        for (int i = 0; i < 2; i++) { // the second time from the cache, where there is something in it
            var result = derive(text);
            if (expected.equals("OK")) {
                assertThat(result.status()).as(what).isEqualTo(Status.OK);
                assertThat(result.output()).isNotNull();
            } else {
                assertThat(result.status()).as(what).isEqualTo(Status.of(Status.Code.UNAUTHENTICATED, expected));
                assertThat(result.output()).isNull();
            }
            assertThat(check(text).status()).isEqualTo(result.status());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                ".",
                "..",
                "...",
                "a.b",
                "a.b.c",
                "....",
                ".e30.x",
                "e30..x",
                "e30.e30.",
                "a b.c.d",
                "\u00e9.e30.e30"
            })
    void whatIsNoTokenIsRefused(String text) throws Exception {
        assertThat(derive(text).status().code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aTokenHasOneSpelling() throws Exception {
        var text = good(60, "");
        int dot = text.lastIndexOf('.');
        // 256 bytes leave four bits of the last character without a meaning.
        var last = text.charAt(text.length() - 1);
        var unused = text.substring(0, text.length() - 1) + (char) (last + 1);
        for (var other : List.of(
                text + "==",
                text + "=",
                text + " ",
                text + "\n",
                unused,
                text.substring(0, dot) + "=." + text.substring(dot + 1),
                text.substring(0, dot - 1) + "+" + text.substring(dot),
                text + ".x.y")) {
            assertThat(derive(other).status().code()).as(other).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
        assertThat(derive(text).status()).isEqualTo(Status.OK);
    }

    @Test
    void aHugeOrDeepTokenIsRefused() throws Exception {
        var huge = good(60, ",\"x\":\"" + "y".repeat(20_000) + "\"");
        assertThat(derive(huge).status().message()).isEqualTo("the token is longer than 16384 bytes");
        var deep = good(60, ",\"x\":" + "[".repeat(4000) + "]".repeat(4000));
        assertThat(derive(deep).status().message()).contains("nested more than 32 deep");
    }

    @Test
    void claimsBecomeTheTextsThatEnvoysTokensHave() throws Exception {
        var claims = Objects.requireNonNull(derive(
                        good(
                                60,
                                ",\"sub\":\"bob\",\"azp\":\"app\",\"groups\":[\"x\",\"y\",3],\"n\":1.5,\"big\":9007199254740993,"
                                        + "\"yes\":true,\"no\":null,\"deep\":{\"a\":[1,{\"b\":\"q\\\"\\n\"}]},\"mixed\":[1,{}]"))
                .output());
        assertThat(claims.principal()).contains("i/bob");
        assertThat(claims.issuer()).contains("i");
        assertThat(claims.subject()).contains("bob");
        assertThat(claims.audiences()).contains("a");
        assertThat(claims.presenter()).contains("app");
        assertThat(claims.claims().orElseThrow())
                .containsEntry("groups", "x,y,3")
                .containsEntry("n", "1.5")
                .containsEntry("big", "9007199254740993")
                .containsEntry("yes", "true")
                .doesNotContainKeys("no", "deep", "mixed");
        assertThat(claims.rawClaims().orElseThrow())
                .contains("\"groups\":[\"x\",\"y\",3]")
                .contains("\"deep\":{\"a\":[1,{\"b\":\"q\\\"\\u000a\"}]}")
                .contains("\"no\":null");
    }

    @Test
    void claimsThatAreListsInOneTextAreLists() throws Exception {
        var lists =
                parameters(issuer(Map.of("spaceDelimitedClaims", Set.of("scope", "groups", "none", "n"))), Map.of());
        try (var opened = adapter().open(lists, host)) {
            var text = good(60, ",\"scope\":\"read  write\",\"groups\":[\"a b\"],\"n\":7,\"plain\":\"x y\"");
            AttributesResult<Jwt.Claims> result = Calls.derive(opened, new Jwt("", text, Map.of()));
            var claims = Objects.requireNonNull(result.output());
            assertThat(claims.rawClaims().orElseThrow())
                    .contains("\"scope\":[\"read\",\"write\"]")
                    .contains("\"groups\":[\"a b\"]")
                    .contains("\"n\":7")
                    .contains("\"plain\":\"x y\"");
            assertThat(claims.payload()).contains(text.split("\\.", -1)[1]);
        }
    }

    @Test
    void aRefusalChallengesTheCaller() throws Exception {
        var response = Objects.requireNonNull(derive("x.y.z").response());
        assertThat(response.httpStatus()).isEqualTo(401);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers())
                .containsExactly(HeaderOperation.replaceResponse("www-authenticate", "Bearer error=\"invalid_token\""));
        assertThat(derive(good(60, "")).response()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "authorization|Bearer $|OK",
                "authorization|bearer   $|OK",
                "authorization|BEARER $|OK",
                "authorization|Basic $|none",
                "authorization|$|none",
                "authorization|Bearer$|none",
                "authorization|Bearer|the token is empty",
                "authorization|Bearer $,Bearer $|the call has more than one authorization",
                "authorization|Basic x, Bearer $|the call has more than one authorization",
                "authorization|Basic x,Basic y|none",
                "token|$|OK",
                "token|''|none",
                "x-jwt|$|the token stands where those of its issuer may not",
                "x-other|Tok $|OK",
                "x-other|$|none",
            })
    void aTokenIsFoundWhereItMayStand(String place, String text, String expected) throws Exception {
        var elsewhere = Defaults.of(
                Issuer.class,
                Map.of(
                        "issuer", "o",
                        "jwks", Optional.of(INLINE),
                        "places", List.of(new Place("x-jwt", ""), new Place("x-tok", "Tok "))));
        var usual = issuer(Map.of(
                "places",
                List.of(new Place("authorization", ""), new Place("token", ""), new Place("x-other", "Tok "))));
        var parameters = Defaults.of(JwtParameters.class, Map.of("issuers", List.of(usual, elsewhere)));
        var filled = text.replace("$", good(60, ""));
        var instance = switch (place) {
            case "authorization" -> new Jwt(filled, "", Map.of());
            case "token" -> new Jwt("", filled, Map.of());
            default -> new Jwt("", "", Map.of(place, filled));
        };
        try (var opened = adapter().open(parameters, host)) {
            AttributesResult<Jwt.Claims> result = Calls.derive(opened, instance);
            switch (expected) {
                case "OK" -> assertThat(result.output()).isNotNull();
                case "none" ->
                    assertThat(result).satisfies(nothing -> {
                        assertThat(nothing.status()).isEqualTo(Status.OK);
                        assertThat(nothing.output()).isNull();
                    });
                default -> assertThat(result.status().message()).isEqualTo(expected);
            }
        }
    }

    @Test
    void oneTokenTwiceIsOneAndTwoAreTooMany() throws Exception {
        var one = good(60, "");
        AttributesResult<Jwt.Claims> same = Calls.derive(handler, new Jwt("Bearer " + one, one, Map.of()));
        assertThat(same.output()).isNotNull();
        AttributesResult<Jwt.Claims> two = Calls.derive(handler, new Jwt("Bearer " + one, good(61, ""), Map.of()));
        assertThat(two.status().message()).isEqualTo("the call has more than one token");
    }

    @Test
    void aPlaceThatNoIssuerNamesIsAFault() {
        assertThatThrownBy(() -> Calls.derive(handler, new Jwt("", "", Map.of("x-typo", ""))))
                .hasMessageContaining("x-typo is named by no issuer");
    }

    @Test
    void anAnswerLivesNoLongerThanItsTokenAlsoFromTheCache() throws Exception {
        var text = good(10, "");
        assertThat(derive(text).validFor()).isEqualTo(Duration.ofSeconds(10));
        host.advance(Duration.ofSeconds(7));
        assertThat(derive(text).validFor()).isEqualTo(Duration.ofSeconds(3));
        assertThat(host.count("jwt_tokens", "result", "cached")).isEqualTo(1);
        host.advance(Duration.ofSeconds(5));
        assertThat(derive(text).validFor()).as("within the leeway").isZero();
        host.advance(Duration.ofSeconds(58));
        assertThat(derive(text).status().message()).isEqualTo("the token has expired");
        assertThat(derive(good(6000, "")).validFor()).isEqualTo(Duration.ofSeconds(60));
        assertThat(check(good(10, "")).validFor()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aRefusalEndsWhenTheTokensTimeComes() throws Exception {
        var early = good(600, ",\"nbf\":" + (now() + 80));
        assertThat(derive(early).validFor()).isEqualTo(Duration.ofSeconds(20));
        host.advance(Duration.ofSeconds(20));
        assertThat(derive(early).status()).isEqualTo(Status.OK);
    }

    @Test
    void theCacheIsBoundedAndKeepsNoRefusals() throws Exception {
        var parameters = parameters(issuer(Map.of()), Map.of("cachedTokens", 3L));
        try (var small = adapter().open(parameters, host)) {
            for (int i = 0; i < 10; i++) {
                var text = good(60 + i, "");
                Calls.derive(small, new Jwt("", text, Map.of()));
                Calls.derive(small, new Jwt("", text + "A", Map.of()));
            }
            assertThat(host.gauge("jwt_cached_tokens")).isEqualTo(3);
        }
    }

    @Test
    void theCheckDemandsATokenAndSaysHow() throws Exception {
        var missing = Calls.check(handler, new JwtCheck("", "", Map.of()));
        assertThat(missing.status()).isEqualTo(Status.of(Status.Code.UNAUTHENTICATED, "a token is required"));
        assertThat(challenge(missing)).isEqualTo("Bearer");
        var bad = check("x");
        assertThat(challenge(bad)).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(Objects.requireNonNull(bad.response()).httpStatus()).isEqualTo(401);
        var good = check(good(60, ",\"sub\":\"bob\""));
        assertThat(good.status()).isEqualTo(Status.OK);
        assertThat(good.output()).isInstanceOf(Jwt.Claims.class);
        assertThat(good.response()).isNull();
    }

    @Test
    void aSharedSecretVerifiesItsOwnTokensOnly() throws Exception {
        var secret = "0123456789abcdef0123456789abcdef";
        var issuer = Defaults.of(Issuer.class, Map.of("issuer", "i", "secret", Optional.of(Secret.of(secret))));
        try (var shared = adapter().open(parameters(issuer, Map.of()), host)) {
            var start = TestKeys.part("{\"alg\":\"HS256\"}") + "."
                    + TestKeys.part("{\"iss\":\"i\",\"exp\":" + (now() + 60) + "}");
            var mine = start + "."
                    + TestKeys.part(TestKeys.hmac(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8), start));
            var theirs = start + "." + TestKeys.part(TestKeys.hmac(new byte[32], start));
            assertThat(Calls.derive(shared, new Jwt("", mine, Map.of())).output())
                    .isNotNull();
            assertThat(Calls.derive(shared, new Jwt("", theirs, Map.of()))
                            .status()
                            .isOk())
                    .isFalse();
            assertThat(Calls.derive(shared, new Jwt("", good(60, ""), Map.of()))
                            .status()
                            .message())
                    .isEqualTo("the token is not signed with an algorithm that is allowed");
        }
    }

    @Test
    void requiredClaimsAndMissingExpiryAreAsConfigured() throws Exception {
        var issuer = issuer(Map.of("claimsRequired", Set.of("tenant")));
        try (var strict = adapter().open(parameters(issuer, Map.of("requireExpiry", false)), host)) {
            var without = TestKeys.token(TestKeys.RSA, "{\"iss\":\"i\"}");
            assertThat(Calls.derive(strict, new Jwt("", without, Map.of()))
                            .status()
                            .message())
                    .isEqualTo("the token lacks a claim that is required: tenant");
            var with = TestKeys.token(TestKeys.RSA, "{\"iss\":\"i\",\"tenant\":\"t\"}");
            var result = Calls.derive(strict, new Jwt("", with, Map.of()));
            assertThat(result.status()).isEqualTo(Status.OK);
            assertThat(result.validFor()).isEqualTo(Duration.ofSeconds(60));
        }
    }

    private String good(int seconds, String more) {
        return TestKeys.token(TestKeys.RSA, "{\"iss\":\"i\",\"aud\":\"a\",\"exp\":" + (now() + seconds) + more + "}");
    }

    private long now() {
        return host.clock().instant().getEpochSecond();
    }

    /** Replaces {@code $T+60} by a time. */
    private String atTime(String claims) {
        return java.util.regex.Pattern.compile("\\$T([+-]\\d+)?")
                .matcher(claims)
                .replaceAll(
                        match -> String.valueOf(now() + (match.group(1) == null ? 0 : Long.parseLong(match.group(1)))));
    }

    private AttributesResult<Jwt.Claims> derive(String text) throws Exception {
        return Calls.derive(handler, new Jwt("", text, Map.of()));
    }

    private CheckResult check(String text) throws Exception {
        return Calls.check(handler, new JwtCheck("", text, Map.of()));
    }

    private static String challenge(CheckResult result) {
        var headers = Objects.requireNonNull(result.response()).headers();
        assertThat(headers).extracting(HeaderOperation::name).containsExactly("www-authenticate");
        return headers.getFirst().value();
    }

    static Issuer issuer(Map<String, ?> others) {
        var given = new HashMap<String, Object>(others);
        given.put("issuer", "i");
        given.put("jwks", Optional.of(INLINE));
        return Defaults.of(Issuer.class, given);
    }

    static JwtParameters parameters(Issuer issuer, Map<String, ?> others) {
        var given = new HashMap<String, Object>(others);
        given.put("issuers", List.of(issuer));
        return Defaults.of(JwtParameters.class, given);
    }
}

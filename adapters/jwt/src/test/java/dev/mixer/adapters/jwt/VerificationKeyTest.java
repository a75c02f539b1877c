package dev.mixer.adapters.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.OctJwkGenerator;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationKeyTest {
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/vectors.csv", delimiter = '|', quoteCharacter = '~', maxCharsPerColumn = 10_000)
    void theExamplesOfTheStandardsVerify(String where, SignatureAlgorithm algorithm, String jwk, String text)
            throws Exception {
        var members = JsonUtil.parseJson(jwk);
        var key = algorithm.isShared()
                ? VerificationKey.ofSecret(Base64.getUrlDecoder().decode(String.valueOf(members.get("k"))))
                : VerificationKey.of(members).orElseThrow();
        assertThat(key.verifies(new Token(text, algorithm, null, Map.of())))
                .as(where)
                .isTrue();
        var dots = text.lastIndexOf('.');
        var changed =
                text.substring(0, dots - 2) + (text.charAt(dots - 2) == 'A' ? 'B' : 'A') + text.substring(dots - 1);
        assertThat(key.verifies(new Token(changed, algorithm, null, Map.of()))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void everyAlgorithmVerifiesItsOwnSignaturesAndNoOthers(SignatureAlgorithm algorithm) throws Exception {
        var signing = generate(algorithm);
        var jws = new JsonWebSignature();
        jws.setPayload("{\"iss\":\"i\"}");
        jws.setAlgorithmHeaderValue(algorithm.joseName());
        jws.setKey(signing instanceof PublicJsonWebKey pair ? pair.getPrivateKey() : signing.getKey());
        var token = Token.read(jws.getCompactSerialization());
        assertEquals(algorithm, token.algorithm());
        assertThat(key(signing).verifies(token)).isTrue();
        assertThat(key(generate(algorithm)).verifies(token)).as("another key").isFalse();
        for (var other : SignatureAlgorithm.values()) {
            if (other != algorithm) {
                var claimed = new Token(token.text(), other, null, Map.of());
                assertThat(key(signing).verifies(claimed)).as("as %s", other).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a secret|{'kty':'oct','k':'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T'}",
                "of an unknown kind|{'kty':'XYZ'}",
                "of no kind|{'n':'AQAB'}",
                "for key agreement|{'kty':'OKP','crv':'X25519','x':'3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08'}",
                "not on its curve|{'kty':'EC','crv':'P-256','x':'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU','y':'AAAA'}",
                "a short RSA key|{'kty':'RSA','n':'sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1Wl','e':'AQAB'}",
                "for encryption|{'kty':'EC','use':'enc','crv':'P-256','x':'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU','y':'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'}",
                "for signing only|{'kty':'EC','key_ops':['sign'],'crv':'P-256','x':'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU','y':'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'}",
            })
    void keysThatVerifyNoSignaturesArePassedOver(String what, String jwk) throws Exception {
        assertThat(VerificationKey.of(JsonUtil.parseJson(jwk.replace('\'', '"'))))
                .as(what)
                .isEmpty();
    }

    @Test
    void aSetKeepsTheKeysThatItCanUse() {
        var set = KeySet.parse(TestKeys.jwks(TestKeys.RSA, TestKeys.EC).replace("]}", ",{\"kty\":\"new\"}]}"));
        assertThat(set.size()).isEqualTo(2);
        assertThat(set.passedOver()).isEqualTo(1);
        assertThat(KeySet.parse("{\"keys\":[]}").size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[{\"kty\":\"x\"}]}", "{\"keys\":[],\"keys\":[]}"
            })
    void whatIsNoKeySetIsRefused(String text) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> KeySet.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static JsonWebKey generate(SignatureAlgorithm algorithm) throws Exception {
        return switch (algorithm.family()) {
            case RSA -> TestKeys.rsa("k", algorithm.joseName());
            case OKP -> OkpJwkGenerator.generateJwk("Ed25519");
            case SHARED -> OctJwkGenerator.generateJwk(512);
            case EC ->
                EcJwkGenerator.generateJwk(
                        switch (algorithm.curve()) {
                            case "P-256" -> EllipticCurves.P256;
                            case "P-384" -> EllipticCurves.P384;
                            default -> EllipticCurves.P521;
                        });
        };
    }

    private static VerificationKey key(JsonWebKey key) {
        return key instanceof PublicJsonWebKey pair
                ? VerificationKey.of(pair.toParams(OutputControlLevel.PUBLIC_ONLY))
                        .orElseThrow()
                : VerificationKey.ofSecret(key.getKey().getEncoded());
    }
}

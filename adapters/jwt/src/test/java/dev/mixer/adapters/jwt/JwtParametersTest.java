package dev.mixer.adapters.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.spi.DataSize;
import dev.mixer.spi.Problem;
import dev.mixer.spi.Secret;
import dev.mixer.testkit.Defaults;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JwtParametersTest {
    private static final Optional<Secret> SECRET = Optional.of(Secret.of("0123456789abcdef0123456789abcdef"));
    private static final Optional<String> JWKS = Optional.of("{\"keys\":[]}");

    static Stream<Arguments> badIssuers() {
        return Stream.of(
                Arguments.of(
                        Map.of(), "needs exactly one of jwks, jwks_uri, discovery_uri, jwks_file and secret, not 0"),
                Arguments.of(Map.of("jwks", JWKS, "secret", SECRET), "not 2"),
                Arguments.of(Map.of("secret", Optional.of(Secret.of("short"))), "the secret has 5 bytes"),
                Arguments.of(
                        Map.of("secret", SECRET, "algorithms", Set.of(SignatureAlgorithm.HS512)),
                        "HS512 needs at least 64"),
                Arguments.of(
                        Map.of("secret", SECRET, "algorithms", Set.of(SignatureAlgorithm.RS256)),
                        "RS256 cannot be verified with a secret"),
                Arguments.of(
                        Map.of("jwks", JWKS, "algorithms", Set.of(SignatureAlgorithm.HS256)), "public keys are none"),
                Arguments.of(Map.of("jwksUri", uri("ftp://x/")), "must be an http or https URL"),
                Arguments.of(Map.of("discoveryUri", uri("ftp://x/")), "discovery_uri must be an http or https URL"),
                Arguments.of(
                        Map.of("jwks", JWKS, "fetchTimeout", Optional.of(Duration.ofMinutes(2))), "fetch_timeout PT2M"),
                Arguments.of(Map.of("jwksUri", uri("https:///x")), "names no host"),
                Arguments.of(Map.of("jwksUri", uri("https://me:pw@x/")), "must not hold a user or a password"),
                Arguments.of(
                        Map.of("jwksUri", uri("http://x/"), "caFile", Optional.of(Path.of("ca.pem"))),
                        "ca_file is for an https jwks_uri or discovery_uri"));
    }

    @ParameterizedTest
    @MethodSource("badIssuers")
    void anIssuerThatCannotBeMeantIsRefused(Map<String, ?> given, String message) {
        var all = new java.util.HashMap<String, Object>(given);
        all.put("issuer", "i");
        assertThatThrownBy(() -> Defaults.of(Issuer.class, all)).hasMessageContaining(message);
    }

    static Stream<Arguments> badParameters() {
        return Stream.of(
                Arguments.of(Map.of("issuers", List.of()), "at least one issuer"),
                Arguments.of(Map.of("issuers", List.of(issuer(JWKS), issuer(JWKS))), "issuer i is named twice"),
                Arguments.of(Map.of("leeway", Duration.ofMinutes(11)), "leeway"),
                Arguments.of(Map.of("leeway", Duration.ofSeconds(-1)), "leeway"),
                Arguments.of(Map.of("minRefreshInterval", Duration.ZERO), "min_refresh_interval"),
                Arguments.of(Map.of("keysTtl", Duration.ofSeconds(2)), "keys_ttl"),
                Arguments.of(Map.of("maxTokenSize", new DataSize(0)), "max_token_size"),
                Arguments.of(Map.of("cachedTokens", -1L), "cached_tokens"),
                Arguments.of(Map.of("cachingUseCount", 1L << 31), "caching_use_count"));
    }

    @ParameterizedTest
    @MethodSource("badParameters")
    void parametersOutOfRangeAreRefused(Map<String, ?> given, String message) {
        var all = new java.util.HashMap<String, Object>();
        all.put("issuers", List.of(issuer(JWKS)));
        all.putAll(given);
        assertThatThrownBy(() -> Defaults.of(JwtParameters.class, all)).hasMessageContaining(message);
    }

    @Test
    void whatOnlyLooksRightIsAProblemWithItsPlace() {
        assertThat(problems(issuer(JWKS))).containsExactly(Problem.error("issuers[0].jwks", "has no keys"));
        assertThat(problems(issuer(Optional.of("{"))))
                .extracting(Problem::path, Problem::severity)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("issuers[0].jwks", Problem.Severity.ERROR));
        var exposed = Defaults.of(Issuer.class, Map.of("issuer", "i", "jwksUri", uri("http://issuer.example/keys")));
        assertThat(problems(exposed)).extracting(Problem::severity).containsExactly(Problem.Severity.WARNING);
        var noFile = Defaults.of(
                Issuer.class,
                Map.of("issuer", "i", "jwksUri", uri("https://x/"), "caFile", Optional.of(Path.of("nowhere.pem"))));
        assertThat(problems(noFile)).extracting(Problem::path).containsExactly("issuers[0].ca_file");
    }

    private static List<Problem> problems(Issuer issuer) {
        return new JwtAdapter().validate(Defaults.of(JwtParameters.class, Map.of("issuers", List.of(issuer))));
    }

    private static Issuer issuer(Optional<String> jwks) {
        return Defaults.of(Issuer.class, Map.of("issuer", "i", "jwks", jwks));
    }

    private static Optional<URI> uri(String text) {
        return Optional.of(URI.create(text));
    }
}

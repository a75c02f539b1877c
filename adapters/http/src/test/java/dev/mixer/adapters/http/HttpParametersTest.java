package dev.mixer.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mixer.spi.DataSize;
import dev.mixer.spi.Problem;
import dev.mixer.spi.Secret;
import dev.mixer.testkit.Defaults;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HttpParametersTest {
    private static HttpParameters parameters(String url, Map<String, ?> given) {
        var values = new HashMap<String, Object>(Map.of("url", URI.create(url)));
        values.putAll(given);
        return Defaults.of(HttpParameters.class, values);
    }

    static Stream<Arguments> outOfBounds() {
        return Stream.of(
                Arguments.of("timeout", Duration.ofMillis(99), "is not in 100ms to 5m"),
                Arguments.of("timeout", Duration.ofMinutes(6), "is not in 100ms to 5m"),
                Arguments.of("maxRecords", 0L, "maxRecords 0 is not in 1 to 100000"),
                Arguments.of("maxBytes", new DataSize(1), "maxBytes 1B is not in 1KiB to 1GiB"));
    }

    @ParameterizedTest
    @MethodSource("outOfBounds")
    void whatIsOutOfBoundsIsRefused(String component, Object value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parameters("https://a/", Map.of(component, value)))
                .withMessageContaining(message);
    }

    static Stream<Arguments> problems() {
        var secret = Map.of("Authorization", Secret.of("x"));
        return Stream.of(
                Arguments.of("ftp://a/", Map.of(), "url", "is not http://HOST/PATH"),
                Arguments.of("/in", Map.of(), "url", "is not http://HOST/PATH"),
                Arguments.of("https://me:pw@a/", Map.of(), "url", "has a user or password"),
                Arguments.of("http://a/", Map.of("secretHeaders", secret), "url", "shows secretHeaders"),
                Arguments.of("https://a/", Map.of("headers", Map.of("X-A", "{user}")), "headers.X-A", "is no field"),
                Arguments.of("https://a/", Map.of("headers", Map.of("a b", "x")), "headers.a b", "is no name"),
                Arguments.of(
                        "https://a/",
                        Map.of("headers", Map.of("X-A", "a\nb")),
                        "headers.X-A",
                        "that no header may have"),
                Arguments.of("https://a/", Map.of("headers", Map.of("Host", "x")), "headers.Host", "leave it out"),
                Arguments.of(
                        "https://a/",
                        Map.of("headers", Map.of("authorization", "x"), "secretHeaders", secret),
                        "secretHeaders.Authorization",
                        "is written twice"),
                Arguments.of(
                        "https://a/",
                        Map.of("secretHeaders", Map.of("X-Key", Secret.of("a\nb"))),
                        "secretHeaders.X-Key",
                        "a character that no header may have"),
                Arguments.of(
                        "https://a/",
                        Map.of("hmac", Optional.of(new HmacParameters(Secret.of("x"), "a:b"))),
                        "hmac.header",
                        "is no name"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void validateSaysWhatWouldBeRight(String url, Map<String, ?> given, String path, String message) {
        var problems = new HttpAdapter().validate(parameters(url, given));
        assertThat(problems).extracting(Problem::path).containsExactly(path);
        assertThat(problems.getFirst().message()).contains(message);
    }

    @Test
    void anEmptySecretSignsNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HmacParameters(Secret.of(""), "X-Sign"));
    }
}

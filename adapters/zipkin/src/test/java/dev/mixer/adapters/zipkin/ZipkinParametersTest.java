package dev.mixer.adapters.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mixer.spi.Problem;
import dev.mixer.spi.Secret;
import dev.mixer.testkit.Defaults;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZipkinParametersTest {
    private static ZipkinParameters with(Map<String, ?> given) {
        var all = new HashMap<String, Object>(Map.of("url", URI.create("http://zipkin:9411")));
        all.putAll(given);
        return Defaults.of(ZipkinParameters.class, all);
    }

    @Test
    void defaults() {
        assertThat(with(Map.of()))
                .isEqualTo(new ZipkinParameters(
                        URI.create("http://zipkin:9411"),
                        1,
                        Map.of(),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({
        "http://z:9411, http://z:9411/api/v2/spans",
        "http://z:9411/, http://z:9411/api/v2/spans",
        "https://z/zipkin/, https://z/zipkin/api/v2/spans",
        "http://z:9411/api/v2/spans, http://z:9411/api/v2/spans"
    })
    void theUrlIsThatOfZipkinOrOfItsSpans(URI given, URI used) {
        assertThat(with(Map.of("url", given)).endpoint()).isEqualTo(used);
    }

    @ParameterizedTest
    @CsvSource({"zipkin:9411", "ftp://zipkin", "http:/path", "http://u:p@zipkin", "http://zipkin?x=1"})
    void otherUrls(URI url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Map.of("url", url)))
                .withMessageStartingWith("url");
    }

    @ParameterizedTest
    @CsvSource({"-0.1", "1.1", "NaN"})
    void sharesThatAreNone(double share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Map.of("sampleProbability", share)))
                .withMessage("sample_probability " + share + " is not in 0 to 1");
    }

    @Test
    void aShareOfNothingIsDoubtful() {
        assertThat(new ZipkinAdapter().validate(with(Map.of("sampleProbability", 0.0))))
                .containsExactly(Problem.warning("sample_probability", "is 0: no span is ever sent"));
    }

    @Test
    void theRest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Map.of("clientKey", Optional.of(Path.of("k")))))
                .withMessage("client_certificate and client_key go together");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Map.of("timeout", Duration.ofMinutes(2))))
                .withMessageContaining("is not in 1ms to 1m");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Map.of("headers", Map.of("Host", Secret.of("x")))))
                .withMessageContaining("'Host'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Map.of("headers", Map.of("X-A", Secret.of("s3cret\n")))))
                .withMessageContaining("X-A")
                .withMessageNotContaining("s3cret");
    }
}

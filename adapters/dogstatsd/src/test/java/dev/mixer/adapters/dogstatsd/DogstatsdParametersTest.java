package dev.mixer.adapters.dogstatsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.dogstatsd.DogstatsdParameters.Kind;
import dev.mixer.adapters.dogstatsd.DogstatsdParameters.MetricInfo;
import dev.mixer.adapters.statsdline.Protocol;
import dev.mixer.testkit.Defaults;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DogstatsdParametersTest {
    @Test
    void defaults() {
        assertThat(Defaults.of(DogstatsdParameters.class))
                .isEqualTo(new DogstatsdParameters("localhost:8125", "istio.", 0, Map.of(), 1, Map.of(), Protocol.UDP));
        assertThat(Defaults.of(MetricInfo.class, Map.of("type", Kind.GAUGE)))
                .isEqualTo(new MetricInfo("", Kind.GAUGE, Map.of()));
    }

    @Test
    void everyKey() {
        var info = Defaults.of(MetricInfo.class, Map.of("name", "n", "type", Kind.COUNTER, "tags", Map.of("a", "b")));
        var given = Map.of(
                "address",
                "agent:1",
                "prefix",
                "p",
                "bufferLength",
                10L,
                "globalTags",
                Map.of("env", "prod"),
                "sampleRate",
                0.5,
                "metrics",
                Map.of("a", info),
                "protocol",
                Protocol.TCP);
        assertThat(Defaults.of(DogstatsdParameters.class, given))
                .isEqualTo(new DogstatsdParameters(
                        "agent:1", "p", 10, Map.of("env", "prod"), 0.5, Map.of("a", info), Protocol.TCP));
    }

    @ParameterizedTest
    @CsvSource({"istio., istio.", "istio, istio.", "'', ''"})
    void aPrefixEndsInADot(String prefix, String dotted) {
        assertThat(Defaults.of(DogstatsdParameters.class, Map.of("prefix", prefix))
                        .dottedPrefix())
                .isEqualTo(dotted);
    }

    @Test
    void rejectedValues() {
        assertThatThrownBy(() -> Defaults.of(DogstatsdParameters.class, Map.of("address", "")))
                .hasMessageStartingWith("address ''");
        assertThatThrownBy(() -> Defaults.of(DogstatsdParameters.class, Map.of("bufferLength", -1L)))
                .hasMessageContaining("buffer_length -1");
        for (var rate : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> Defaults.of(DogstatsdParameters.class, Map.of("sampleRate", rate)))
                    .hasMessage("sample_rate " + rate + " is not in 0 to 1");
        }
    }
}

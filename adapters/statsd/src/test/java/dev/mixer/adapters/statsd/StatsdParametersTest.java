package dev.mixer.adapters.statsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.statsd.StatsdParameters.Kind;
import dev.mixer.adapters.statsd.StatsdParameters.MetricInfo;
import dev.mixer.adapters.statsdline.Protocol;
import dev.mixer.testkit.Defaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatsdParametersTest {
    @Test
    void defaults() {
        assertThat(Defaults.of(StatsdParameters.class))
                .isEqualTo(new StatsdParameters(
                        "localhost:8125", "", Duration.ofMillis(300), 512, 1, Map.of(), Protocol.UDP));
        assertThat(Defaults.of(MetricInfo.class, Map.of("type", Kind.GAUGE))).isEqualTo(new MetricInfo(Kind.GAUGE, ""));
    }

    @Test
    void everyKey() {
        var info = Defaults.of(MetricInfo.class, Map.of("type", Kind.COUNTER, "nameTemplate", "a-{{.b}}"));
        var given = Map.of(
                "address",
                "[::1]:1",
                "prefix",
                "p",
                "flushDuration",
                Duration.ZERO,
                "flushBytes",
                1432L,
                "samplingRate",
                0.5,
                "metrics",
                Map.of("a", info),
                "protocol",
                Protocol.TCP);
        assertThat(Defaults.of(StatsdParameters.class, given))
                .isEqualTo(new StatsdParameters(
                        "[::1]:1", "p", Duration.ZERO, 1432, 0.5, Map.of("a", info), Protocol.TCP));
    }

    @Test
    void aPacketOfNoBytesIsTheUsualOne() {
        assertThat(Defaults.of(StatsdParameters.class, Map.of("flushBytes", 0L)).packetBytes())
                .isEqualTo(512);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", ":8125", "h:0", "h:65536", "h:99999", "h:x", "::1:8125", "a b:1", "u@h:1"})
    void rejectedAddresses(String address) {
        assertThatThrownBy(() -> Defaults.of(StatsdParameters.class, Map.of("address", address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("address '" + address + "'");
    }

    @Test
    void rejectedNumbers() {
        assertThatThrownBy(() -> Defaults.of(StatsdParameters.class, Map.of("flushBytes", 65508L)))
                .hasMessage("flush_bytes 65508 is not in 0 to 65507");
        assertThatThrownBy(() -> Defaults.of(StatsdParameters.class, Map.of("flushBytes", -1L)))
                .hasMessageContaining("flush_bytes -1");
        assertThatThrownBy(() -> Defaults.of(StatsdParameters.class, Map.of("flushDuration", Duration.ofMillis(-1))))
                .hasMessageContaining("flush_duration");
        for (var rate : new double[] {-0.1, Double.NaN}) {
            assertThatThrownBy(() -> Defaults.of(StatsdParameters.class, Map.of("samplingRate", rate)))
                    .hasMessageContaining("sampling_rate " + rate);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{{.a', '{{.a'",
        "'x{{if .a}}y{{end}}', '{{if .a}}y{{end}}'",
        "'{{.a.b}}', '{{.a.b}}'",
        "'{{}}', '{{}}'",
        "'{{printf \"%s\" .a}}', '{{printf \"%s\" .a}}'",
    })
    void rejectedTemplates(String template, String place) {
        assertThatThrownBy(() -> new MetricInfo(Kind.COUNTER, template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("name_template '" + template + "' holds '" + place);
    }
}

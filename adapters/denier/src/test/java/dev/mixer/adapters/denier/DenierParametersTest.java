package dev.mixer.adapters.denier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.denier.DenierParameters.Refusal;
import dev.mixer.testkit.Defaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenierParametersTest {
    @Test
    void defaults() {
        assertThat(Defaults.of(DenierParameters.class))
                .isEqualTo(new DenierParameters(new Refusal(7, ""), Duration.ofSeconds(5), 1000));
    }

    @Test
    void everyKey() {
        var refusal = Defaults.of(Refusal.class, Map.of("code", 8L, "message", "full"));
        var parameters = Defaults.of(
                DenierParameters.class, Map.of("status", refusal, "validDuration", Duration.ZERO, "validUseCount", 0L));
        assertThat(parameters).isEqualTo(new DenierParameters(new Refusal(8, "full"), Duration.ZERO, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT5S, 1, status.code 0 is not in 1 to 16",
        "17, PT5S, 1, status.code 17 is not in 1 to 16",
        "7, PT-1S, 1, valid_duration PT-1S is negative",
        "7, PT5S, -1, valid_use_count -1 is not in 0 to 2147483647",
        "7, PT5S, 2147483648, valid_use_count 2147483648 is not in 0 to 2147483647",
    })
    void rejectedValues(long code, Duration duration, long uses, String message) {
        assertThatThrownBy(() -> new DenierParameters(new Refusal(code, ""), duration, uses))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}

package dev.mixer.adapters.memquota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.quota.Algorithm;
import dev.mixer.adapters.quota.QuotaDefinition;
import dev.mixer.adapters.quota.QuotaOverride;
import dev.mixer.testkit.Defaults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemquotaParametersTest {
    @Test
    void defaults() {
        assertThat(Defaults.of(MemquotaParameters.class))
                .isEqualTo(new MemquotaParameters(List.of(), Duration.ofSeconds(1), 1_000_000));
        assertThat(Defaults.of(QuotaDefinition.class, Map.of("name", "q", "maxAmount", 3L)))
                .isEqualTo(new QuotaDefinition("q", 3, Duration.ZERO, Optional.empty(), Duration.ZERO, List.of()));
        assertThat(Defaults.of(QuotaOverride.class, Map.of("maxAmount", 3L)))
                .isEqualTo(new QuotaOverride(Map.of(), 3, Optional.empty()));
    }

    @Test
    void everyKey() {
        var override = Defaults.of(
                QuotaOverride.class,
                Map.of(
                        "dimensions",
                        Map.of("a", "b"),
                        "maxAmount",
                        1L,
                        "validDuration",
                        Optional.of(Duration.ofSeconds(2))));
        var quota = Defaults.of(
                QuotaDefinition.class,
                Map.of(
                        "name", "q.home",
                        "maxAmount", 5L,
                        "validDuration", Duration.ofSeconds(1),
                        "rateLimitAlgorithm", Optional.of(Algorithm.FIXED_WINDOW),
                        "bucketDuration", Duration.ofMillis(100),
                        "overrides", List.of(override)));
        assertThat(Defaults.of(
                        MemquotaParameters.class,
                        Map.of(
                                "quotas",
                                List.of(quota),
                                "minDeduplicationDuration",
                                Duration.ofSeconds(4),
                                "maxKeys",
                                5L)))
                .isEqualTo(new MemquotaParameters(List.of(quota), Duration.ofSeconds(4), 5));
    }

    @ParameterizedTest
    @CsvSource({
        "PT-1S, 1, minDeduplicationDuration PT-1S is not in 0s to 1h",
        "PT61M, 1, minDeduplicationDuration PT1H1M is not in 0s to 1h",
        "PT1S, 0, maxKeys 0 is not in 1 to 100000000",
        "PT1S, 100000001, maxKeys 100000001 is not in 1 to 100000000",
    })
    void rejectedValues(Duration dedup, long maxKeys, String message) {
        assertThatThrownBy(() -> new MemquotaParameters(List.of(), dedup, maxKeys))
                .hasMessage(message);
    }
}

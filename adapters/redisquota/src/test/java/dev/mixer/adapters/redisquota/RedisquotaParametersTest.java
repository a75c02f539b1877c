package dev.mixer.adapters.redisquota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.spi.Secret;
import dev.mixer.testkit.Defaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisquotaParametersTest {
    @Test
    void defaults() {
        assertThat(Defaults.of(RedisquotaParameters.class, Map.of("redisServerUrl", "redis:6379")))
                .isEqualTo(new RedisquotaParameters(
                        List.of(),
                        "redis:6379",
                        10,
                        false,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofMillis(100),
                        WhenUnavailable.DENY,
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        "mixer"));
        assertThat(Defaults.of(LeaseParameters.class)).isEqualTo(new LeaseParameters("10%", Duration.ofMillis(100)));
    }

    @Test
    void everyKey() {
        var lease = new LeaseParameters("50%", Duration.ofSeconds(10));
        Map<String, Object> given = new HashMap<>(Map.of(
                "redisServerUrl",
                "rediss://a:1,rediss://b:2",
                "connectionPoolSize",
                3L,
                "cluster",
                true,
                "username",
                "mixer",
                "password",
                Optional.of(Secret.of("p")),
                "caCertificate",
                Optional.of(Path.of("ca.pem")),
                "timeout",
                Duration.ofMillis(20),
                "whenUnavailable",
                WhenUnavailable.LOCAL,
                "lease",
                Optional.of(lease),
                "keyPrefix",
                "x"));
        given.put("sentinelPassword", Optional.of(Secret.of("s")));
        var parameters = Defaults.of(RedisquotaParameters.class, given);
        assertThat(parameters.lease()).contains(lease);
        assertThat(parameters.toString()).doesNotContain("=p", "=s");
        assertThat(Endpoint.of(parameters.redisServerUrl(), false)).isInstanceOf(Endpoint.Cluster.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1%, 1000, 10",
        "10%, 9, 0",
        "10%, 15, 1",
        "50%, 9007199254740991, 4503599627370495",
    })
    void aShareIsRoundedDown(String share, long limit, long leased) {
        assertThat(new LeaseParameters(share, Duration.ofMillis(1)).of(limit)).isEqualTo(leased);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redisServerUrl | '' | is empty",
                "redisServerUrl | http://user:hush@redis:1 | redisServerUrl 'http://…@redis:1' is not HOST:PORT",
                "keyPrefix | a{b | has a brace",
            })
    void rejectedTexts(String key, String value, String message) {
        assertThatThrownBy(() -> RedisParameters.of("redis:1", Map.of(key, value)))
                .hasMessageContaining(message)
                .hasMessageNotContaining("hush");
    }

    @Test
    void rejectedNumbers() {
        assertThatThrownBy(() -> RedisParameters.of("redis:1", Map.of("timeout", Duration.ZERO)))
                .hasMessageContaining("timeout PT0S is not in 1ms to 10s");
        assertThatThrownBy(
                        () -> RedisParameters.of("redis:1", Map.of("minDeduplicationDuration", Duration.ofSeconds(-1))))
                .hasMessageContaining("minDeduplicationDuration");
        for (var share : List.of("0%", "51%", "10", "1.5%")) {
            assertThatThrownBy(() -> new LeaseParameters(share, Duration.ofMillis(1)))
                    .hasMessageContaining("share");
        }
        assertThatThrownBy(() -> new LeaseParameters("1%", Duration.ZERO)).hasMessageContaining("maxAge");
    }

    @ParameterizedTest
    @CsvSource({
        "redis:6379, false, Master",
        "redis://redis:6379/3, false, Master",
        "rediss://user:word@redis, false, Master",
        "redis:6379, true, Cluster",
        "'a:1, b:2', false, Cluster",
        "'redis-sentinel://a:1,b:2/#mine', false, Master",
    })
    void theUrlSaysHowRedisIsSetUp(String url, boolean cluster, String kind) {
        assertThat(Endpoint.of(url, cluster).getClass().getSimpleName()).isEqualTo(kind);
    }
}

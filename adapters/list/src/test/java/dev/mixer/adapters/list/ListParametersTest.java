package dev.mixer.adapters.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.provider.ValueSource;

class ListParametersTest {
    @Test
    void defaults() {
        assertThat(Defaults.of(ListParameters.class))
                .isEqualTo(new ListParameters(
                        "",
                        Optional.empty(),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(300),
                        Duration.ofSeconds(300),
                        10_000,
                        List.of(),
                        EntryType.STRINGS,
                        false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "list.txt", "http://lists.example/v1"})
    void authoritiesAreForSecureServersOnly(String url) {
        var values = Map.<String, Object>of("providerUrl", url, "caFile", Optional.of(Path.of("ca.pem")));
        assertThatThrownBy(() -> Defaults.of(ListParameters.class, values)).hasStackTraceContaining("ca_file is for");
    }

    @Test
    void everyKey() {
        var values = new HashMap<String, Object>(Map.of(
                "providerUrl",
                "https://lists.example/v1",
                "caFile",
                Optional.of(Path.of("ca.pem")),
                "refreshInterval",
                Duration.ofSeconds(1),
                "ttl",
                Duration.ofSeconds(1),
                "cachingInterval",
                Duration.ZERO,
                "cachingUseCount",
                0L,
                "overrides",
                List.of("10.0.0.0/8"),
                "entryType",
                EntryType.IP_ADDRESSES,
                "blacklist",
                true));
        assertThat(Defaults.of(ListParameters.class, values))
                .isEqualTo(new ListParameters(
                        "https://lists.example/v1",
                        Optional.of(Path.of("ca.pem")),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        0,
                        List.of("10.0.0.0/8"),
                        EntryType.IP_ADDRESSES,
                        true));
    }

    @ParameterizedTest
    @CsvSource({
        "refreshInterval, PT0.9S, refresh_interval PT0.9S is shorter than 1s",
        "ttl, PT59S, ttl PT59S is shorter than refresh_interval PT1M",
        "cachingInterval, PT-1S, caching_interval PT-1S is negative",
    })
    void rejectedDurations(String key, Duration value, String message) {
        assertRejected(key, value, message);
    }

    @ParameterizedTest
    @CsvSource({"-1", "2147483648"})
    void rejectedUseCounts(long value) {
        assertRejected("cachingUseCount", value, "caching_use_count " + value + " is not in 0 to 2147483647");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://a/list, 'provider_url has the scheme ftp; it must be http, https or file'",
        "http:///list, provider_url http:… names no host",
        "http://user:word@host/list, provider_url must not hold a user or a password",
        "https://h ost/, provider_url is neither a URL nor a path",
    })
    void rejectedLocations(String value, String message) {
        assertRejected("providerUrl", value, message);
    }

    @ParameterizedTest
    @CsvSource({"/etc/list", "file:///etc/list", "file:/etc/list", "FILE:///etc/list"})
    void pathsAndFileUrls(String text) {
        assertThat(Location.of(text)).isEqualTo(new Location.LocalFile(Path.of("/etc/list")));
    }

    private static void assertRejected(String key, Object value, String message) {
        assertThatThrownBy(() -> Defaults.of(ListParameters.class, Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}

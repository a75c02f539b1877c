package dev.mixer.adapters.opa.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    @ParameterizedTest
    @CsvSource({
        "api.example.com, http://api.example.com/, true",
        "api.example.com, https://API.example.com.:8443/, true",
        "API.Example.com, https://api.example.com/, true",
        "api.example.com, http://example.com/, false",
        "api.example.com, http://api.example.com.evil.example/, false",
        "api.example.com, http://xapi.example.com/, false",
        "api.example.com:8443, https://api.example.com:8443/, true",
        "api.example.com:8443, https://api.example.com/, false",
        "api.example.com:443, https://api.example.com/, true",
        "api.example.com:80, http://api.example.com/, true",
        "*.internal, http://a.internal/, true",
        "*.internal, http://a.b.internal/, true",
        "*.internal, http://internal/, false",
        "*.internal, http://xinternal/, false",
        "*.internal:8443, https://a.internal:8443/, true",
        "*.internal:8443, https://a.internal:8444/, false",
        "127.0.0.1, http://127.0.0.1:1/, true",
        "::1, http://[::1]:80/, true",
        "[::1]:81, http://[::1]:80/, false",
        "localhost, http://127.0.0.1/, false",
    })
    void aHostIsAllowedOrNot(String entry, URI url, boolean allowed) {
        assertThat(new AllowedHosts(List.of("other.example", entry)).allows(url))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "**.example",
                "a.*.example",
                "http://a.example",
                "a.example/",
                "a.example:",
                "a.example:0",
                "a.example:65536",
                "user@a.example",
                "a example",
                ".example",
            })
    void whatIsNoHostIsNamed(String entry) {
        assertThatThrownBy(() -> new AllowedHosts(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + entry + "' ");
    }
}

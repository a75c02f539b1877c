package dev.mixer.engine.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalHostTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "EXAMPLE.Com, example.com",
        "example.com., example.com",
        "example.com:80, example.com",
        "example.com:443, example.com",
        "example.com.:443, example.com",
        "example.com:8080, example.com:8080",
        "Example.com.:8080, example.com:8080",
        "example.com:, example.com",
        "10.0.0.1:80, 10.0.0.1",
        "[::1], [::1]",
        "[::1]:443, [::1]",
        "[2001:DB8::1]:9, [2001:db8::1]:9",
        "::1, ::1",
        "'', ''"
    })
    void hasOneForm(String host, String canonical) {
        assertThat(CanonicalHost.of(host)).isEqualTo(canonical);
        assertThat(CanonicalHost.of(canonical)).isEqualTo(canonical);
    }
}

package dev.mixer.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadConfigTest {
    static List<ConfigCase> cases() {
        return ConfigCase.under("bad-config");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyFaultIsNamedWithItsPlace(ConfigCase config) {
        assertThat(config.problems().lines()).isEqualTo(config.expected()).isNotEmpty();
    }

    @Test
    void thereAreManyCases() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
    }
}

package dev.mixer.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.spi.template.RateLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaRequestTest {
    private static final RateLimit COUNTER = new RateLimit("k", 0, Duration.ofNanos(1));

    @ParameterizedTest
    @ValueSource(longs = {1, Long.MAX_VALUE, 0, -1, -Long.MAX_VALUE})
    void anAmountMayBeTakenLookedAtOrGivenBack(long amount) {
        assertThat(new QuotaRequest<>(COUNTER, "n", amount, false, "").amount()).isEqualTo(amount);
    }

    @Test
    void anAmountThatCannotBeNegatedIsRefused() {
        assertThatThrownBy(() -> new QuotaRequest<>(COUNTER, "n", Long.MIN_VALUE, false, ""))
                .hasMessageContaining("-9223372036854775808");
    }

    @ParameterizedTest
    @CsvSource({"-1, PT1S, limit -1 is negative", "1, PT0S, window PT0S is not positive", "1, PT-1S, is not positive"})
    void aRateLimitThatCannotBeIsRefused(long limit, Duration window, String message) {
        assertThatThrownBy(() -> new RateLimit("k", limit, window)).hasMessageContaining(message);
    }
}

package dev.mixer.adapters.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsAndTimesTest {
    @Test
    void surrogatesWithoutAPartnerAreReplaced() {
        assertThat(Texts.wellFormed("plain \ud83d\ude00")).isEqualTo("plain \ud83d\ude00");
        assertThat(Texts.wellFormed("\ud800")).isEqualTo("\ufffd");
        assertThat(Texts.wellFormed("a\ude00\ud83d\ud83d\ude00\ud83d")).isEqualTo("a\ufffd\ufffd\ud83d\ude00\ufffd");
    }

    @Test
    void nanosecondsUpTo2262() {
        assertThat(Times.nanos("t", Instant.EPOCH)).isZero();
        assertThat(Times.nanos("t", Instant.parse("2261-12-31T23:59:59.999999999Z")))
                .isEqualTo(9214646399999999999L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59.999999999Z", "2263-01-01T00:00:00Z"})
    void otherTimes(Instant time) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Times.nanos("startTime", time))
                .withMessage("startTime " + time + " is not in 1970 to 2261");
    }
}

package dev.mixer.adapters.statsdline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.spi.AttributeValue;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
    @ParameterizedTest
    @CsvSource({"9223372036854775807, 9223372036854775807", "100, 100", "-5, -5", "0, 0"})
    void wholeNumbers(long value, String text) {
        assertThat(Amount.of(new AttributeValue.Int64(value)).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "1e20, 100000000000000000000", "1e-7, 0.0000001", "-0.0, 0", "0.1, 0.1"})
    void decimalsWithoutAnExponent(double value, String text) {
        assertThat(Amount.of(new AttributeValue.Float64(value)).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT0.0125S, 12.5", "PT1H, 3600000", "PT0.000000001S, 0.000001", "PT-1S, -1000"})
    void durationsInMilliseconds(Duration value, String text) {
        var amount = Amount.of(new AttributeValue.Span(value));
        assertThat(amount.text()).isEqualTo(text);
        assertThat(amount.isDuration()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberIsRefused(double value) {
        assertThatThrownBy(() -> Amount.of(new AttributeValue.Float64(value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the value is " + value + ", which no line can say");
    }

    @Test
    void otherTypesAreRefused() {
        assertThatThrownBy(() -> Amount.of(new AttributeValue.Text("7")))
                .hasMessage("the value '7' is neither an INT64, a DOUBLE nor a DURATION");
    }
}

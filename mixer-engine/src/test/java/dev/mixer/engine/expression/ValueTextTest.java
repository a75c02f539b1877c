package dev.mixer.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mixer.engine.attribute.ValueType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            STRING → a b
            INT64 → -5
            DOUBLE → 1.5
            BOOL → true
            TIMESTAMP → 2026-01-31T08:00:00Z
            IP_ADDRESS → 10.0.0.1
            EMAIL_ADDRESS → ann@example.com
            URI → https://example.com/a
            DNS_NAME → example.com
            DURATION → 1h30m0.5s
            STRING_MAP → {"a":"b","c":"d \\"e\\""}
            """)
    void writesWhatItReads(ValueType type, String text) {
        var value = ValueText.parse(type, text);
        assertThat(value).isInstanceOf(type.javaType());
        assertThat(ValueText.parse(type, ValueText.of(type, value))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            INT64 → 1.0
            INT64 → 99999999999999999999
            INT64 → 0x1
            DOUBLE → NaN
            BOOL → True
            TIMESTAMP → today
            IP_ADDRESS → 1.2.3
            EMAIL_ADDRESS → ann
            URI → a b
            DNS_NAME → a..b
            DURATION → 10
            STRING_MAP → a=b
            STRING_MAP → {"a":1}
            """)
    void isStrict(ValueType type, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueText.parse(type, text))
                .withMessageStartingWith(GoLiterals.quote(text) + " is not ");
    }
}

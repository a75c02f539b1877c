package dev.mixer.adapters.opa.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "-1",
                "1.50",
                "1e-7",
                "123456789012345678901234567890",
                "\"\"",
                "\"a\\n\\\"\"",
                "[1,[],{}]",
                "{\"a\":{\"b\":[null]},\"c\":0.1}"
            })
    void whatIsReadIsWrittenAlike(String json) throws Exception {
        assertThat(Json.write(Json.parse(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{1}",
                "set()",
                "{\"a\"}",
                "{1:2}",
                "[1,]",
                "01",
                "1.",
                "+1",
                ".5",
                "NaN",
                "'a'",
                "\"\\x\"",
                "1 2",
                "{\"a\":1}}",
                "// c\n1",
                "1e99999999999",
                "\"\t\""
            })
    void whatIsNoJsonIsRefused(String json) {
        assertThatThrownBy(() -> Json.parse(json))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageStartingWith("no JSON: ");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xC3, '(', '"'}))
                .isInstanceOf(MalformedValueException.class);
    }

    @Test
    void theFaultHasAPlace() {
        assertThatThrownBy(() -> Json.parse("{\"a\": 1,\n  oops}"))
                .isInstanceOfSatisfying(
                        MalformedValueException.class,
                        fault -> assertThat(fault.line()).isEqualTo(2));
    }
}

package dev.mixer.adapters.opa.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTextTest {
    @ParameterizedTest
    @CsvFileSource(resources = "/value-texts.csv", delimiter = '|', numLinesToSkip = 1, quoteCharacter = '`')
    void aTextIsReadAndWritten(String text, String type, String written, String json) throws Exception {
        var value = ValueText.parse(text);
        assertThat(value.type().word()).isEqualTo(type);
        assertThat(ValueText.write(value)).isEqualTo(written);
        assertThat(Json.write(value)).isEqualTo(json);
        assertThat(ValueText.parse(written)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "nulls",
                "tru",
                "set",
                "set(",
                "set(1)",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "{",
                "{1",
                "{1,",
                "{1,}",
                "{1:}",
                "{1:2",
                "{1:2,3}",
                "{1,2:3}",
                "\"",
                "\"\\",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "1 2",
                "-",
                "1e",
                "1-2",
                "1e99999999999",
                "+1",
                ".",
                "-.",
                "..5",
                "'a'",
                "]"
            })
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> ValueText.parse(text))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageStartingWith("no value text: ");
    }

    @Test
    void theFaultHasAPlace() {
        assertThatThrownBy(() -> ValueText.parse("[1,\n 2;\n3]"))
                .isInstanceOfSatisfying(MalformedValueException.class, fault -> {
                    assertThat(fault.line()).isEqualTo(2);
                    assertThat(fault.column()).isEqualTo(3);
                })
                .hasMessage("no value text: ',' is due");
    }

    @Test
    void nestingHasABottom() throws Exception {
        var deepest = "[".repeat(Json.DEEPEST) + "1" + "]".repeat(Json.DEEPEST);
        assertThat(ValueText.write(ValueText.parse(deepest))).isEqualTo(deepest);
        assertThat(Json.write(Json.parse(deepest))).isEqualTo(deepest);
        assertThatThrownBy(() -> ValueText.parse("[" + deepest + "]")).hasMessageContaining("nested deeper than 1000");
        assertThatThrownBy(() -> Json.parse("[" + deepest + "]")).isInstanceOf(MalformedValueException.class);
        var wide = "[" + "[],{},[1],".repeat(Json.DEEPEST) + "1]";
        assertThat(((RegoArray) ValueText.parse(wide)).size()).isEqualTo(3 * Json.DEEPEST + 1);
    }

    @Test
    void halfASurrogatePairIsWrittenAsValidBytes() {
        var buffer = new Utf8Buffer(0);
        Json.write(RegoValue.of("a\uD83Db\uDE00\uD83D\uDE00"), buffer);
        assertThat(new String(buffer.toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("\"a\uFFFDb\uFFFD\uD83D\uDE00\"");
    }
}

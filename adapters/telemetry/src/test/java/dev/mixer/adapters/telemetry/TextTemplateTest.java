package dev.mixer.adapters.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextTemplateTest {
    static Stream<RecordCase> texts() {
        return RecordCase.of("text.yaml").filter(one -> one.has("text"));
    }

    static Stream<RecordCase> problems() {
        return RecordCase.of("text.yaml").filter(one -> one.has("problem"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aTemplateIsATextForARecord(RecordCase one) {
        assertThat(TextTemplate.parse(one.text("template")).of(one.record(), RecordCase.NOW))
                .isEqualTo(one.text("text"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void aWrongTemplateSaysWhatWouldBeRight(RecordCase one) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextTemplate.parse(one.text("template")))
                .withMessageContaining(one.text("problem"));
    }

    @Test
    void valuesAreEscapedAndTheTemplateIsNot() {
        var record = RecordCase.of("text.yaml")
                .filter(one -> one.text("template").equals("{variables.user}"))
                .findFirst()
                .orElseThrow()
                .record();
        assertThat(TextTemplate.parse("for {variables.user}")
                        .of(record, RecordCase.NOW, text -> text.toUpperCase(Locale.ROOT)))
                .isEqualTo("for ALICE");
    }

    @Test
    void onlyATemplateWithoutFieldsIsConstant() {
        assertThat(TextTemplate.parse("a{{b}}").isConstant()).isTrue();
        assertThat(TextTemplate.parse("a{instance}").isConstant()).isFalse();
    }
}

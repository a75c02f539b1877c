package dev.mixer.adapters.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mixer.spi.Reported;
import dev.mixer.spi.template.ReportNothing;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordJsonTest {
    static Stream<RecordCase> cases() {
        return RecordCase.of("json.yaml");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRecordIsOneLineOfJson(RecordCase one) {
        var record = one.record();
        var json = RecordJson.encode(record, RecordTime.of(record.instance(), () -> RecordCase.NOW));
        assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(one.text("json"));
    }

    @Test
    void aRecordOfAnotherTemplateIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordJson.encode(new Reported<>("a.b", new ReportNothing()), RecordCase.NOW))
                .withMessageContaining("ReportNothing is no record that this writes");
    }
}

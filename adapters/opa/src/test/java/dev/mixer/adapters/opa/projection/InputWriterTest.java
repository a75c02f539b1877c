package dev.mixer.adapters.opa.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.ValueText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class InputWriterTest {
    @ParameterizedTest
    @CsvFileSource(resources = "/projections.csv", delimiter = '|', numLinesToSkip = 1, quoteCharacter = '`')
    void onlyWhatIsReadIsWritten(String paths, String input, String written) throws Exception {
        var writer = new InputWriter(InputPaths.of(Json.parse(paths)));
        var value = ValueText.parse(input);
        for (int i = 0; i < 2; i++) { // a writer keeps nothing of the input before
            writer.begin();
            writer.value(value);
            assertThat(text(writer)).isEqualTo(written);
        }
        if (!input.contains("\"set\"")) {
            writer.begin();
            tell(value, writer);
            assertThat(ValueText.parse(text(writer))).as("told piece by piece").isEqualTo(ValueText.parse(written));
        }
    }

    private static String text(InputWriter writer) {
        return new String(writer.bytes(), 0, writer.length(), UTF_8);
    }

    private static void tell(RegoValue value, InputWriter writer) {
        switch (value) {
            case RegoObject object -> {
                writer.beginObject();
                object.forEach((key, below) -> {
                    if (writer.name(((RegoString) key).value())) {
                        tell(below, writer);
                    }
                });
                writer.endObject();
            }
            case RegoArray array -> {
                writer.beginArray();
                array.forEach(element -> tell(element, writer));
                writer.endArray();
            }
            case RegoString(var text) -> writer.text(text);
            case RegoBoolean(var bool) -> writer.bool(bool);
            case RegoNumber number
            when number.asLong().isPresent() -> writer.number(number.asLong().getAsLong());
            default -> writer.value(value);
        }
    }
}

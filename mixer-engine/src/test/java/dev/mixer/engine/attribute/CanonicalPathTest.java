package dev.mixer.engine.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Contract C1, by table: target, result by default, result where encoded slashes are kept; {@code !} is a refusal. */
class CanonicalPathTest {
    @ParameterizedTest
    @CsvFileSource(files = "src/test/resources/cases/canonical-path.txt", delimiter = ' ', quoteCharacter = '\u0001')
    void hasOneForm(String target, String refusing, String keeping) {
        var path = unprintable(target);
        holds(path, CanonicalPath.Mode.REFUSE_ENCODED_SLASH, refusing);
        holds(path, CanonicalPath.Mode.KEEP_ENCODED_SLASH, keeping.equals("=") ? refusing : keeping);
    }

    private static void holds(String target, CanonicalPath.Mode mode, String wanted) {
        var form = CanonicalPath.of(target, mode);
        if (wanted.equals("!")) {
            assertThat(form).isInstanceOf(Unusable.class);
        } else {
            assertThat(form).isEqualTo(wanted);
            assertThat(CanonicalPath.of(wanted, mode)).as("canonical twice").isEqualTo(wanted);
        }
    }

    private static String unprintable(String text) {
        return text.replace("<NUL>", "\0")
                .replace("<TAB>", "\t")
                .replace("<SP>", " ")
                .replace("<SUR>", "\ud800");
    }
}

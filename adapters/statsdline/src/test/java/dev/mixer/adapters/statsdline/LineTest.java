package dev.mixer.adapters.statsdline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            requests,          requests:1|c
            a:b|c@d#e,         a_b_c_d_e:1|c
            'a\\nforged:9|c',  a_forged_9_c:1|c
            'a\\r\\0b',        a__b:1|c
            'grün/日本 x',     grün/日本 x:1|c
            """)
    void namesCannotForgeALine(String name, String line) {
        assertThat(text(Line.of(name.translateEscapes(), "1", "c", "", Map.of())))
                .isEqualTo(line + "\n");
    }

    @Test
    void halfASurrogatePairIsReplaced() {
        assertThat(text(Line.of("half\uD83D.x", "1", "c", "", Map.of()))).isEqualTo("half\uFFFD.x:1|c\n");
    }

    @Test
    void tagsCannotForgeTagsOrLines() {
        var tags = new TreeMap<>(Map.of("path", "/a,b|c\nd:e#f", "k:1|,2", "", "z", "half\uDC00"));
        assertThat(text(Line.of("n", "2.5", "h", "|@0.5", tags)))
                .isEqualTo("n:2.5|h|@0.5|#k_1__2:,path:/a_b_c_d:e#f,z:half\uFFFD\n");
    }

    @Test
    void aLineHasANameAndALength() {
        assertThatThrownBy(() -> Line.of(" ", "1", "c", "", Map.of())).hasMessage("the metric's name is empty");
        int room = Line.LONGEST - ":1|c".length();
        assertThat(Line.of("n".repeat(room), "1", "c", "", Map.of())).hasSize(Line.LONGEST + 1);
        assertThatThrownBy(() -> Line.of("n".repeat(room + 1), "1", "c", "", Map.of()))
                .hasMessageContaining("the line of 4096 bytes is longer than 4095");
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }
}

package dev.mixer.engine.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.config.yaml.YamlNode.Scalar;
import dev.mixer.engine.config.yaml.YamlNode.ScalarType;
import dev.mixer.spi.DataSize;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "~|NULL",
                "null|NULL",
                "true|BOOL",
                "FALSE|BOOL",
                "yes|TEXT",
                "on|TEXT",
                "12|INT",
                "-0x1F|TEXT",
                "0x1F|INT",
                "0o17|INT",
                "017|INT",
                "1_000|TEXT",
                "1e3|FLOAT",
                ".5|FLOAT",
                ".inf|FLOAT",
                "1:30|TEXT",
                "'\"1\"'|TEXT",
                "2026-01-01|TEXT",
                "!!str 5|TEXT"
            })
    void plainScalarsMeanWhatTheCoreSchemaSays(String text, ScalarType type) {
        assertThat(value(text).type()).isEqualTo(type);
    }

    @Test
    void placesInsideOfPlainText() {
        assertThat(value("request.size > 10").source().placeAt(15).toString()).isEqualTo("f.yaml:1:19");
    }

    @Test
    void placesInsideOfQuotedText() {
        SourceText doubled = value("\"a\\\"b\\u00e9\\U0001F600c == x\"").source();
        assertThat(doubled.text()).startsWith("a\"bé\uD83D\uDE00c");
        assertThat(doubled.placeAt(doubled.text().indexOf('c')).column()).isEqualTo(4 + 1 + 1 + 2 + 1 + 6 + 10);
        SourceText single = value("'it''s x'").source();
        assertThat(single.placeAt(single.text().indexOf('x')).column()).isEqualTo(11);
    }

    @Test
    void placesCountCodePoints() {
        SourceText text = value("\uD83D\uDE00 == x").source();
        assertThat(text.placeAt(text.text().indexOf('x')).column()).isEqualTo(4 + 5);
    }

    /** Where the x of each block stands; the block begins in column 4 of line 1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "|~  a ||~  x~                ; a ||~x~         ; 3:3",
                "|-~~  a~~    b x~            ; ~a~~  b x       ; 5:7",
                "|2~     x~                   ; ~~~             ; 1:4",
                "| # why~  \uD83D\uDE00 == x~ ; \uD83D\uDE00 == x~ ; 2:8",
                "|~  x                        ; x~              ; 2:3",
                "|~  a~   ~  x~               ; a~ ~x~          ; 1:4",
                ">-~  a &&~  x~               ; a && x          ; 3:3",
                ">~  a~~~  b~  c x~           ; a~~b c x~       ; 6:5",
                ">~  a~    b~  x~             ; a~  b~x~        ; 4:3",
                "!!str >~  a~  x~             ; a x~            ; 3:3"
            })
    void placesInsideOfBlocks(String written, String text, String place) {
        Scalar block = value(written.replace('~', '\n'));
        if (!place.equals("1:4")) {
            assertThat(block.text()).isEqualTo(text.replace('~', '\n'));
        }
        assertThat(block.source().placeAt(block.text().indexOf('x')).toString()).isEqualTo("f.yaml:" + place);
    }

    @Test
    void theEndOfABlockIsTheEndOfItsLastLine() {
        var block = value("|\n  a ==\n\n").source();
        assertThat(block.placeAt(block.text().length()).toString()).isEqualTo("f.yaml:2:7");
        assertThat(block.placeAt(1_000).toString()).isEqualTo("f.yaml:2:7");
    }

    @Test
    void windowsLineEndsKeepPlaces() {
        var problems = new Problems();
        var root = (Mapping) parse("a: 1\r\nb: xyz\r\n", problems).getFirst();
        var scalar = (Scalar) root.get("b").orElseThrow();
        assertThat(scalar.source().placeAt(2).toString()).isEqualTo("f.yaml:2:6");
    }

    @Test
    void aliasesShareTheNodeOfTheirAnchor() {
        var problems = new Problems();
        var root = (Mapping) parse("a: &x {k: v}\nb: *x\n", problems).getFirst();
        assertThat(problems.lines()).isEmpty();
        assertThat(root.get("b").orElseThrow()).isSameAs(root.get("a").orElseThrow());
    }

    @Test
    void anAliasOfAnEarlierDocumentIsUnknown() {
        var problems = new Problems();
        parse("a: &x 1\n---\nb: *x\n", problems);
        assertThat(problems.lines()).containsExactly("f.yaml:3:4: error: the alias *x has no anchor &x before it");
    }

    @Test
    void emptyDocumentsAreNone() {
        assertThat(parse("---\n---\n# nothing\n---\na: 1\n", new Problems())).hasSize(1);
        assertThat(parse("", new Problems())).isEmpty();
    }

    @Test
    void jsonEscapesAndTabs() {
        var problems = new Problems();
        var root = (Mapping) new YamlParser()
                .parse("f.json", "{\t\"a\\/b\": \"x\\ty\\\"\",\n\t\"c\": [1,\t2]}", problems)
                .getFirst();
        assertThat(problems.lines()).isEmpty();
        assertThat(((Scalar) root.get("a/b").orElseThrow()).text()).isEqualTo("x\ty\"");
    }

    @Test
    void aTextBeyondTheLimitIsOneProblem() {
        var problems = new Problems();
        var limits = new YamlLimits(64, 50, 1000, new DataSize(10));
        new YamlParser(limits).parse("f.yaml", "a: 1234567890", problems);
        assertThat(problems.lines())
                .containsExactly(
                        "f.yaml: error: the file has 13 bytes; at most 10 are read (split it into several files)");
    }

    @Test
    void deepNestingCostsNoStack() {
        var problems = new Problems();
        parse("[".repeat(1_000_000), problems);
        assertThat(problems.lines()).containsExactly("f.yaml:1:65: error: nested deeper than 64 levels");
    }

    private static Scalar value(String text) {
        var problems = new Problems();
        var root = (Mapping) parse("k: " + text, problems).getFirst();
        assertThat(problems.lines()).isEmpty();
        return (Scalar) root.get("k").orElseThrow();
    }

    private static List<YamlNode> parse(String text, Problems problems) {
        return new YamlParser().parse("f.yaml", text, problems);
    }
}

package dev.mixer.adapters.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {
    @ParameterizedTest
    @CsvFileSource(resources = "/lookups.csv", delimiter = ';', numLinesToSkip = 1, quoteCharacter = '\'')
    void lookups(EntryType type, String entries, String value, Membership.Finding wanted) throws Exception {
        var membership = Membership.of(type, entries(type == EntryType.REGEX ? entries : entries.replace('|', '\n')));
        assertThat(membership.find(value)).isEqualTo(wanted);
    }

    @Test
    void aDollarIsTheEndOfTheTextOnly() throws Exception {
        var membership = Membership.of(EntryType.REGEX, entries("^admin$"));
        assertThat(membership.find("admin\n")).isEqualTo(Membership.Finding.NOT_LISTED);
        assertThat(membership.find("x\nadmin")).isEqualTo(Membership.Finding.NOT_LISTED);
        assertThat(Membership.of(EntryType.REGEX, entries("(?m)^admin$")).find("x\nadmin\n"))
                .isEqualTo(Membership.Finding.LISTED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            ^/api/v1/           ; /api/v1/
            ^/api\\.v1$        ; /api.v1
            ^/a-b\\/c\\-d       ; /a-b/c-d
            ^ab*                ; a
            ^ab?                ; a
            ^ab{0,1}            ; a
            ^ab+                ; a
            ^a\\.*              ; a
            ^a[bc]              ; a
            ^a(b)               ; a
            ^a\\d               ; a
            ^a\\Q.              ; a
            ^aé                 ; a
            ^a|b                ; ``
            ^(?:a|b)            ; ``
            ^*a                 ; ``
            (?i)^a              ; ``
            (?m)^a              ; ``
            abc                 ; ``
            ^                   ; ``
            """)
    void whatAValueMustBeginWith(String expression, String prefix) {
        assertThat(LiteralPrefix.of(expression)).isEqualTo(prefix);
    }

    @Test
    void prefixesNeverChangeWhatIsFound() throws Exception {
        var random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            var patterns = Stream.generate(() -> "^" + text(random, "ab.*+?\\|^$()"))
                    .filter(MembershipTest::compiles)
                    .limit(1 + random.nextInt(6))
                    .toList();
            var value = text(random, "aabb.\n");
            boolean listed = patterns.stream()
                    .anyMatch(pattern -> Pattern.compile(pattern).matcher(value).find());
            assertThat(Membership.of(
                                    EntryType.REGEX,
                                    patterns.stream().map(p -> new Entry(1, p)).toList())
                            .find(value))
                    .as("%s in %s", value, patterns)
                    .isEqualTo(listed ? Membership.Finding.LISTED : Membership.Finding.NOT_LISTED);
        }
    }

    private static String text(Random random, String letters) {
        return random.ints(random.nextInt(6), 0, letters.length())
                .mapToObj(i -> letters.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static boolean compiles(String pattern) {
        try {
            var _ = Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    @Test
    void aHostileValueTakesLinearTime() throws Exception {
        var membership = Membership.of(EntryType.REGEX, entries("^(a+)+$"));
        assertThat(membership.find("a".repeat(50_000) + "!")).isEqualTo(Membership.Finding.NOT_LISTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/08",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "::/129",
                "10/8",
                "host",
                "1.2.3.4 ",
                "fe80::1%1/64",
                "10.0.0.0/ 8",
                "/8"
            })
    void whatIsNoAddressOrPrefixIsRejectedWithItsPlace(String text) {
        assertThatThrownBy(() -> Membership.of(EntryType.IP_ADDRESSES, List.of(new Entry(7, text))))
                .isInstanceOfSatisfying(
                        BadEntryException.class, bad -> assertThat(bad.place()).isEqualTo(7))
                .hasMessageContaining("'" + text + "'");
    }

    static Stream<Arguments> textOfLists() {
        return Stream.of(
                arguments("a\nb", List.of(new Entry(1, "a"), new Entry(2, "b"))),
                arguments("a\r\nb\r\n", List.of(new Entry(1, "a"), new Entry(2, "b"))),
                arguments("\ufeffa\nb", List.of(new Entry(1, "a"), new Entry(2, "b"))),
                arguments("  a b \t\n\n \n\tc", List.of(new Entry(1, "a b"), new Entry(4, "c"))),
                arguments("\n", List.of()),
                arguments("", List.of()));
    }

    @ParameterizedTest
    @MethodSource
    void textOfLists(String text, List<Entry> wanted) throws Exception {
        assertThat(ListText.read(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(wanted);
    }

    @Test
    void brokenUtf8IsRejected() {
        assertThatThrownBy(() -> ListText.read(new byte[] {'a', (byte) 0xff}))
                .isInstanceOf(CharacterCodingException.class);
    }

    private static List<Entry> entries(String lines) {
        return Stream.of(lines.split("\n", -1)).map(text -> new Entry(1, text)).toList();
    }
}

package dev.mixer.adapters.opa.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueOrderTest {
    /** Each text comes before the next; source: the policy reference and {@code ast.Compare} of OPA. */
    private static final List<String> ASCENDING = List.of(
            "null",
            "false",
            "true",
            "-1e400",
            "-1",
            "0",
            "0.5",
            "1",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "1e1000000000",
            "\"\"",
            "\"B\"",
            "\"a\"",
            "\"a\\u0000\"",
            "\"aa\"",
            "\"\uE000\"",
            "\"\uFFFD\"",
            "\"\uD83D\uDE00\"",
            "[]",
            "[null]",
            "[1]",
            "[1, 1]",
            "[2]",
            "{}",
            "{1: 2}",
            "{\"a\": 1}",
            "{\"a\": 1, \"b\": 0}",
            "{\"a\": 2}",
            "{\"b\": 0}",
            "set()",
            "{1}",
            "{1, 2}",
            "{1, 3}",
            "{2}");

    @Test
    void valuesAreInOneOrder() throws Exception {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                var a = ValueText.parse(ASCENDING.get(i));
                var b = ValueText.parse(ASCENDING.get(j));
                assertThat(Integer.signum(a.compareTo(b))).as("%s and %s", a, b).isEqualTo(Integer.compare(i, j));
                assertThat(a.equals(b)).as("%s and %s", a, b).isEqualTo(i == j);
            }
        }
    }

    @Test
    void numbersOfOneValueAreEqual() throws Exception {
        for (var alike : List.of(
                List.of("1", "1.0", "10e-1", "0.1E1"),
                List.of("0", "-0", "0.0", "0e9"),
                List.of("12345678901234567890", "1234567890123456789e1", "12345678901234567890.000"))) {
            for (var one : alike) {
                for (var other : alike) {
                    var a = ValueText.parse(one);
                    var b = ValueText.parse(other);
                    assertThat(a).isEqualTo(b).hasSameHashCodeAs(b);
                    assertThat(a.compareTo(b)).isZero();
                    assertThat(RegoSet.of(a, b).size()).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void numbersAreWrittenPlainly() {
        assertThat(RegoNumber.of(new BigDecimal("1E+2")).text()).isEqualTo("100");
        assertThat(RegoNumber.of(new BigDecimal("1.50")).text()).isEqualTo("1.50");
        assertThat(RegoNumber.of(BigInteger.TEN.pow(30)).text()).isEqualTo("1" + "0".repeat(30));
        assertThat(RegoNumber.of(new BigDecimal("1E+2000000")).text()).isEqualTo("1E+2000000");
        assertThat(RegoNumber.parse("1e1000000000").asLong()).isEmpty();
        assertThat(RegoNumber.parse("1e1000000000").isWhole()).isTrue();
        assertThat(RegoNumber.parse("1e-1000000000").isWhole()).isFalse();
        assertThat(RegoNumber.parse("5.00").asLong()).hasValue(5);
    }

    @Test
    void keysAreFoundWhateverTheirType() throws Exception {
        var object = (RegoObject) ValueText.parse("{\"b\": 1, [1]: 2, 1: 3, {1}: 4, \"a\": 5}");
        assertThat(object.get("b")).isEqualTo(RegoValue.of(1));
        assertThat(object.get(RegoNumber.parse("1.0"))).isEqualTo(RegoValue.of(3));
        assertThat(object.get(RegoSet.of(RegoValue.of(1)))).isEqualTo(RegoValue.of(4));
        assertThat(object.get("c")).isNull();
        assertThat(object.keys().toString()).isEqualTo("[1, \"a\", \"b\", [1], {1}]");
    }
}

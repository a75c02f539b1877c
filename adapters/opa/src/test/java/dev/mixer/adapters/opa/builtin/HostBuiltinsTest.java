package dev.mixer.adapters.opa.builtin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.ValueText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the tables cannot say: random answers, notes, tables of the host, and limits. */
class HostBuiltinsTest {
    private static final Builtins BUILTINS = Builtins.standard();

    private static @Nullable RegoValue call(String name, String arguments, BuiltinContext context) throws Exception {
        return requireNonNull(BUILTINS.find(name)).call(((RegoArray) ValueText.parse(arguments)).elements(), context);
    }

    @Test
    void randomNumbersStayTheSameWithinADecision() throws Exception {
        var context = new TestContext();
        var first = call("rand.intn", "[\"x\", 1000000000]", context);
        assertThat(call("rand.intn", "[\"x\", 1000000000]", context)).isEqualTo(first);
        assertThat(call("rand.intn", "[\"y\", 1000000000]", context)).isNotEqualTo(first);
        assertThat(call("rand.intn", "[\"z\", 1]", context)).isEqualTo(RegoNumber.of(0));
        assertThat(call("rand.intn", "[\"z\", 0]", context)).isEqualTo(RegoNumber.of(0));
        assertThat(call("rand.intn", "[\"z\", -1]", context)).isEqualTo(RegoNumber.of(0));
        assertThatThrownBy(() -> call("rand.intn", "[1, 1]", context)).isInstanceOf(BuiltinException.class);
    }

    @Test
    void uuidsAreOfVersion4AndStayTheSameWithinADecision() throws Exception {
        var context = new TestContext();
        var first = call("uuid.rfc4122", "[\"x\"]", context);
        assertThat(((RegoString) requireNonNull(first)).value())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(call("uuid.rfc4122", "[\"x\"]", context)).isEqualTo(first);
        assertThat(call("uuid.rfc4122", "[\"y\"]", context)).isNotEqualTo(first);
    }

    @Test
    void whatPoliciesSayIsNoted() throws Exception {
        var context = new TestContext();
        assertThat(call("trace", "[\"here\"]", context)).isEqualTo(RegoValue.of(true));
        call("internal.print", "[[{\"a\"}, set(), {[1, 2]}]]", context);
        assertThat(context.notes).containsExactly("here", "a <undefined> [1, 2]");
        assertThatThrownBy(() -> call("trace", "[1]", context)).isInstanceOf(BuiltinException.class);
    }

    @Test
    void tablesOfTheHostAreReadByKey() throws Exception {
        var rows = Map.of("alice", RegoArray.of(RegoValue.of("admin")));
        Tables tables =
                (table, key) -> table.equals("roles") && key instanceof RegoString(var name) ? rows.get(name) : null;
        var lookup = tables.lookup();
        assertThat(lookup.name()).isEqualTo("mixer.lookup");
        var context = new TestContext();
        assertThat(lookup.call(List.of(RegoValue.of("roles"), RegoValue.of("alice")), context))
                .isEqualTo(rows.get("alice"));
        assertThat(lookup.call(List.of(RegoValue.of("roles"), RegoValue.of("bob")), context))
                .isNull();
        assertThat(lookup.call(List.of(RegoValue.of("other"), RegoValue.of("alice")), context))
                .isNull();
        assertThatThrownBy(() -> lookup.call(List.of(RegoValue.of(1), RegoValue.of("alice")), context))
                .isInstanceOf(BuiltinException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            numbers.range_step     | [0, 1000000000000000000000000000000, 1]
            net.cidr_expand        | ["::/0"]
            net.cidr_expand        | ["10.0.0.0/20"]
            sprintf                | ["%1000000d", [1]]
            sprintf                | ["%s%s%s", ["123456789012345678901234567890", "1234567890123456789012345", ""]]
            strings.split_n        | ["a,b,c,d,e,f,g,h,i,j,k,l", ",", 100]
            indexof_n              | ["aaaaaaaaaaaaaaa", "a"]
            regex.replace          | ["aaaaaaaaaa", "a", "1234567890"]
            regex.find_n           | [".", "aaaaaaaaaaaaaaa", -1]
            regex.split            | ["", "aaaaaaaaaaaaaaa"]
            hex.encode             | ["12345678901234567890123456789012345678901234567890"]
            urlquery.decode_object | ["a=1&b=2&a=3&a=4&a=5&a=6&a=7&a=8&a=9&a=0&a=1&a=2"]
            json.marshal_with_options | [[[[[[[[[[[1]]]]]]]]]], {"indent": "          "}]
            graph.reachable_paths  | [{"a": ["b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"], "b": [], "c": [], "d": [], "e": [], "f": [], "g": [], "h": [], "i": [], "j": [], "k": [], "l": []}, ["a"]]
            yaml.marshal           | [["1234567890", "1234567890", "1234567890", "1234567890", "1234567890", "1234567890"]]
            """)
    void resultsBeyondTheLimitsEndTheDecision(String name, String arguments) {
        var context = new TestContext(new BuiltinLimits(50, 10), false);
        assertThatThrownBy(() -> call(name, arguments, context)).isInstanceOf(DecisionEndedException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            regex.replace               | ["a", "a", "b"]
            regex.globs_match           | ["a*", "a"]
            strings.any_prefix_match    | ["a", ["b"]]
            json.patch                  | [1, [{"op": "test", "path": "", "value": 1}]]
            json.match_schema           | [{}, {}]
            net.cidr_contains_matches   | ["10.0.0.0/8", "10.0.0.1"]
            net.cidr_merge              | [["10.0.0.0/8"]]
            graph.reachable_paths       | [{"a": ["b"]}, ["a"]]
            """)
    void loopsEndWhenTheDecisionHasRunOverItsTime(String name, String arguments) {
        var context = new TestContext(BuiltinLimits.STANDARD, true);
        assertThatThrownBy(() -> call(name, arguments, context)).isInstanceOf(DecisionEndedException.class);
    }

    @Test
    void whatIsWarmAnswersAsBefore() throws Exception {
        var builtin = requireNonNull(BUILTINS.find("graphql.is_valid"));
        builtin.warmUp();
        builtin.warmUp();
        assertThat(call("graphql.is_valid", "[\"{ a }\", \"type Query { a: Int }\"]", new TestContext()))
                .isEqualTo(RegoValue.of(true));
        requireNonNull(BUILTINS.find("crypto.md5")).warmUp();
    }
}

package dev.mixer.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts, not times: how many of very many rules a call evaluates. */
class RuleSetScaleTest {
    private static final int RULES = 10_000;
    private static final int MOST_EVALUATED = 30;

    private static Arguments shape(String name, int matching, Map<String, Object> call, IntFunction<String> match) {
        return arguments(name, matching, call, match);
    }

    static Stream<Arguments> shapes() {
        var onOneHost = "request.host == \"shop.example.com\" && ";
        var call = Map.<String, Object>of(
                "request.host", "shop.example.com",
                "request.method", "GET",
                "request.path", "/team-4711/orders/7.png",
                "request.headers", Map.of("x-tenant", "t4711"));
        return Stream.of(
                shape(
                        "by host",
                        1,
                        Map.of("request.host", "h4711.example.com"),
                        i -> "request.host == \"h" + i + ".example.com\""),
                shape(
                        "one host, told apart by a header",
                        1,
                        call,
                        i -> onOneHost + "(request.headers[\"x-tenant\"] | \"none\") == \"t" + i + "\""),
                shape(
                        "one host, header before host",
                        1,
                        call,
                        i -> "(request.headers[\"x-tenant\"] | \"none\") == \"t" + i + "\" && request.host =="
                                + " \"shop.example.com\""),
                shape(
                        "one host and method, told apart by a header",
                        1,
                        call,
                        i -> onOneHost + "request.method == \"GET\" && request.headers[\"x-tenant\"] == \"t" + i
                                + "\""),
                shape(
                        "one host, half of the calls without the header",
                        0,
                        Map.of("request.host", "shop.example.com"),
                        i -> onOneHost + "(request.headers[\"x-tenant\"] | \"none\") == \"t" + i + "\""),
                shape("by path prefix", 1, call, i -> "request.path.startsWith(\"/team-" + i + "/\")"),
                shape("by path prefix in a match", 1, call, i -> "match(request.path, \"/team-" + i + "/*\")"),
                shape(
                        "by suffix",
                        1,
                        Map.of("request.host", "www.t4711.example.com"),
                        i -> "request.host.endsWith(\".t" + i + ".example.com\")"),
                shape(
                        "by either of two",
                        1,
                        call,
                        i -> "request.headers[\"x-tenant\"] == \"t" + i + "\" || request.headers[\"x-org\"] == \"o" + i
                                + "\""),
                shape(
                        "by either of two on one host",
                        1,
                        call,
                        i -> onOneHost + "(request.headers[\"x-tenant\"] == \"t" + i + "\" || source.user == \"u" + i
                                + "\")"),
                shape(
                        "one in a hundred a regular expression",
                        1,
                        call,
                        i -> i % 100 == 11
                                ? "\"^/team-" + i + "/[a-z]+/[0-9]+\\\\.png$\".matches(request.path)"
                                : "request.host == \"h" + i + ".example.com\""),
                shape(
                        "regular expressions that are not anchored",
                        1,
                        call,
                        i -> i % 100 == 11
                                ? "\"[a-z]*-" + i + "/.*\".matches(request.path)"
                                : "request.host == \"h" + i + ".example.com\""),
                shape(
                        "twenty that match",
                        20,
                        call,
                        i -> i % 500 == 7
                                ? onOneHost + "request.headers[\"x-tenant\"] == \"t4711\""
                                : onOneHost + "request.headers[\"x-tenant\"] == \"t" + (i + RULES) + "\""),
                shape(
                        "by two headers on one host",
                        1,
                        call,
                        i -> onOneHost + "(request.headers[\"x-tenant\"] | \"none\") == \"t" + (i < 5000 ? 4711 : 4712)
                                + "\" && request.path.startsWith(\"/team-" + i + "/\")"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void fewRulesAreEvaluated(String name, int matching, Map<String, Object> call, IntFunction<String> match) {
        var tested = TestRules.of(IntStream.range(0, RULES).mapToObj(match).toList());
        assertThat(tested.set.candidates(tested.reader(call), "default").length)
                .as(name)
                .isLessThanOrEqualTo(MOST_EVALUATED);
        assertThat(tested.set.matching(tested.reader(call), "default")).hasSize(matching);
        assertThat(tested.set.scan(tested.reader(call), "default")).hasSize(matching);
    }

    @Test
    void rulesThatNoIndexFindsAreNamed() {
        var tested = TestRules.of(List.of(
                "request.host == \"a\"", "request.size > 5", "", "request.host != \"b\" && request.method == \"GET\""));
        assertThat(TestRules.names(tested.set.unindexed())).containsExactly("rule1");
    }

    @Test
    @Tag("slow")
    void aHundredThousandRulesCompile() {
        var matches = new ArrayList<String>();
        for (int i = 0; i < 100_000; i++) {
            matches.add("request.host == \"h" + i % 1000
                    + ".example.com\" && (request.headers[\"x-tenant\"] | \"none\") == \"t" + i + "\"");
        }
        long start = System.nanoTime();
        var tested = TestRules.of(matches);
        System.getLogger("dev.mixer.test")
                .log(System.Logger.Level.INFO, "100,000 rules in {0} ms", (System.nanoTime() - start) / 1_000_000);
        var call = Map.<String, Object>of(
                "request.host", "h17.example.com", "request.headers", Map.of("x-tenant", "t5017"));
        assertThat(TestRules.names(tested.set.matching(tested.reader(call), "default")))
                .containsExactly("rule5017");
    }
}

package dev.mixer.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    private final Slots slots = new Slots(Vocabulary.standard());

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            request.method == "GET" → request.method EQUALS GET
            "GET" == request.method → request.method EQUALS GET
            request.host == "A.com:80" → request.host EQUALS a.com
            (request.headers["X"] | "none") == "a" → request.headers["x"] | "none" EQUALS a
            toLower(request.method) == "get" → toLower(request.method) EQUALS get
            connection.mtls → connection.mtls EQUALS true
            connection.mtls == false → connection.mtls EQUALS false
            connection.mtls | true → connection.mtls | true EQUALS true
            match(request.path, "/a*") → request.path PREFIX /a
            match(request.path, "*a") → request.path SUFFIX a
            match(request.path, "/a") → request.path EQUALS /a
            request.path.startsWith("/a") → request.path PREFIX /a
            request.path.endsWith("a") → request.path SUFFIX a
            "^/v1/[a-z]+".matches(request.path) → request.path REGEX ^/v1/[a-z]+ (/v1/ /v1/)
            request.size == 5 && true → all(request.size EQUALS 5, all())
            request.size == 5 || false → any(request.size EQUALS 5, any())
            source.ip == ip("::ffff:10.0.0.1") → source.ip EQUALS /10.0.0.1
            response.duration == "1s" → response.duration EQUALS PT1S
            uri(request.referer) == uri("HTTP://a:80") → uri(request.referer) EQUALS http://a/
            request.size != 5 → opaque
            request.size < 5 → opaque
            request.id == request.method → opaque
            request.id.startsWith(request.method) → opaque
            (request.size == 5) == true → opaque
            conditional(true, connection.mtls, false) → opaque
            """)
    void tellsWhatAnIndexMayKnow(String expression, String wanted) throws ExpressionException {
        assertThat(text(condition(expression))).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            false → true
            false && request.size == 5 → true
            false || false → true
            request.method == "GET" && request.method == "PUT" → true
            (request.size == 5 && request.size == 6) || false → true
            true → false
            request.size == 5 || false → false
            request.method == "GET" && request.method == "GET" → false
            request.method == "GET" && request.id == "PUT" → false
            request.method == "GET" || request.method == "PUT" → false
            request.method == "GET" && request.method.startsWith("P") → false
            request.size < 5 && request.size > 6 → false
            """)
    void tellsWhatIsNeverTrue(String expression, boolean never) throws ExpressionException {
        assertThat(condition(expression).isNever()).isEqualTo(never);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            ^abc → abc → abc
            abc → '' → abc
            ab.cde → '' → cde
            ^ab.cde → ab → cde
            ^abc$ → abc → abc
            ^a\\.b → a.b → a.b
            ^ab?c → a → a
            ^ab*cd → a → cd
            ^ab+c → ab → ab
            ^ab{0,2}c → a → a
            ^a|b → '' → ''
            ^(ab)c → '' → ''
            (?i)abc → '' → ''
            ^[a-z]bc → '' → bc
            [^]a]bc → '' → bc
            ^\\dab → '' → ab
            ^a\\x41b → a → a
            ^*ab → '' → ab
            ab^cd → '' → ab
            ^a\\pNb → a → a
            x\\Qab\\E → '' → ''
            """)
    void readsRequiredLiterals(String regex, String prefix, String literal) {
        assertThat(RegexPattern.of(regex)).isEqualTo(new RegexPattern(regex, prefix, literal));
    }

    @Test
    void probesAreEqualWhereTheyReadTheSame() throws ExpressionException {
        var one = (Condition.Test) condition("request.headers[\"X-A\"] | \"n\" == \"1\"");
        var other = (Condition.Test) condition("(( request.headers[`x-a`]|\"n\")) == \"2\"");
        assertThat(one.probe()).isEqualTo(other.probe()).hasSameHashCodeAs(other.probe());
    }

    @Property(tries = 5000)
    void isTrueWheneverTheExpressionIs(@ForAll long seed) throws ExpressionException {
        var samples = new Samples(seed);
        var fresh = new Slots(Vocabulary.standard());
        var checked =
                Expression.parse(samples.condition(3)).check(fresh.vocabulary(), ValueType.BOOL, SymbolResolver.NONE);
        var compiled = checked.compile(fresh);
        var condition = checked.condition(fresh);
        for (int i = 0; i < 10; i++) {
            var call = MapBag.of(samples.call());
            if (compiled.test(new AttributeReader(fresh, call)) == Verdict.TRUE) {
                assertThat(holds(condition, fresh, call)).as(checked.toString()).isTrue();
            }
        }
    }

    private Condition condition(String text) throws ExpressionException {
        return Expression.parse(text)
                .check(slots.vocabulary(), ValueType.BOOL, SymbolResolver.NONE)
                .condition(slots);
    }

    private static boolean holds(Condition condition, Slots slots, MapBag call) {
        return switch (condition) {
            case Condition.AllOf all -> all.parts().stream().allMatch(part -> holds(part, slots, call));
            case Condition.AnyOf any -> any.alternatives().stream().anyMatch(part -> holds(part, slots, call));
            case Condition.Opaque _ -> true;
            case Condition.Test test -> {
                var value = test.probe().expression().evaluate(new AttributeReader(slots, call));
                yield value != null
                        && switch (test.operator()) {
                            case EQUALS -> test.constant().equals(value);
                            case PREFIX -> ((String) value).startsWith((String) test.constant());
                            case SUFFIX -> ((String) value).endsWith((String) test.constant());
                            case REGEX -> {
                                var regex = (RegexPattern) test.constant();
                                yield ((String) value).startsWith(regex.requiredPrefix())
                                        && ((String) value).contains(regex.requiredLiteral());
                            }
                        };
            }
        };
    }

    private static String text(Condition condition) {
        return switch (condition) {
            case Condition.AllOf(var parts) ->
                "all("
                        + String.join(
                                ", ", parts.stream().map(ConditionTest::text).toList()) + ")";
            case Condition.AnyOf(var parts) ->
                "any("
                        + String.join(
                                ", ", parts.stream().map(ConditionTest::text).toList()) + ")";
            case Condition.Opaque _ -> "opaque";
            case Condition.Test test ->
                test.probe() + " " + test.operator() + " "
                        + (test.constant() instanceof RegexPattern(var regex, var prefix, var literal)
                                ? regex + " (" + prefix + " " + literal + ")"
                                : test.constant());
        };
    }
}

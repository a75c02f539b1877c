package dev.mixer.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import dev.mixer.engine.expression.SymbolResolver;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPathTest {
    private final Slots slots = new Slots(Vocabulary.standard());
    private final AccessPath path = new AccessPath();

    private Condition condition(String match) {
        try {
            return Expression.parse(match)
                    .check(slots.vocabulary(), ValueType.BOOL, SymbolResolver.NONE)
                    .condition(slots);
        } catch (ExpressionException e) {
            throw new AssertionError(match + ": " + e.problems(), e);
        }
    }

    private @Nullable List<String> chosen(String match) {
        var keys = path.choose(condition(match), Set.of());
        return keys == null
                ? null
                : keys.stream()
                        .map(key -> key.operator() + " " + key.constant())
                        .toList();
    }

    @Test
    void rulesOfOneHostAreFoundByTheirHeader() {
        var match = "request.host == \"shop\" && (request.headers[\"x-tenant\"] | \"none\") == \"t%d\"";
        for (int i = 0; i < 10; i++) {
            path.learn(condition(match.formatted(i)));
        }
        assertThat(chosen(match.formatted(7))).containsExactly("EQUALS t7");
    }

    @Test
    void rulesOfOneHeaderAreFoundByTheirHost() {
        var match = "request.headers[\"x-tenant\"] == \"t\" && request.host == \"h%d\"";
        for (int i = 0; i < 10; i++) {
            path.learn(condition(match.formatted(i)));
        }
        assertThat(chosen(match.formatted(7))).containsExactly("EQUALS h7");
    }

    @Test
    void aTestThatIsUsedUpIsNotChosenAgain() {
        var condition = condition("request.host == \"a\" && request.method == \"GET\"");
        path.learn(condition);
        var first = path.choose(condition, Set.of());
        assertThat(first).hasSize(1);
        var second = path.choose(condition, new HashSet<>(first));
        assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
        var used = new HashSet<>(first);
        used.addAll(second);
        assertThat(path.choose(condition, used)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "request.host == \"a\" || request.host == \"b\" ; EQUALS a, EQUALS b",
                "request.host == \"a\" || request.size > 5 ;",
                "request.host == \"a\" && request.size > 5 ; EQUALS a",
                "request.host != \"a\" ;",
                "request.host.startsWith(\"abc\") ; PREFIX abc",
                "\"^abc.*\".matches(request.host) ; PREFIX abc",
                "\"x*abc.\".matches(request.host) ; REGEX abc",
                "\"[ab]+\".matches(request.host) ;",
                "true ;",
            })
    void testsAreChosenSuchThatOneOfThemHolds(String match, @Nullable String expected) {
        var chosen = chosen(match);
        assertThat(chosen == null ? null : String.join(", ", chosen)).isEqualTo(expected);
    }

    @Test
    void whatIsNeverTrueIsFiledNowhere() {
        assertThat(chosen("false")).isEmpty();
    }
}

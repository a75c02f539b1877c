package dev.mixer.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    private final Slots slots = new Slots(Vocabulary.standard());

    @Test
    void findsEveryFaultOfATypeCheck() {
        assertThat(problems("request.sise == 1 && foo(1) && request.id == 5", SymbolResolver.NONE))
                .extracting(ExpressionProblem::column)
                .containsExactly(1, 22, 46);
    }

    @Test
    void refusesTextsThatAreTooLong() {
        assertThat(problems("\"" + "a".repeat(Expression.MAX_LENGTH) + "\"", SymbolResolver.NONE))
                .extracting(ExpressionProblem::message)
                .containsExactly("the expression has 65538 characters, the limit is 65536");
    }

    @Test
    void longChainsAreNotDeep() throws ExpressionException {
        var text = "request.size == 1" + " || request.size == 2".repeat(3000);
        var compiled = Expression.compile(text, slots, ValueType.BOOL);
        assertThat(compiled.test(reader(Map.of("request.size", 2L)))).isEqualTo(Verdict.TRUE);
    }

    @Test
    void readsTheCallersSymbols() throws ExpressionException {
        var symbols = new SymbolResolver() {
            @Override
            public Optional<Symbol> resolve(String name) {
                return switch (name) {
                    case "keyval.output.value" -> Optional.of(new Symbol(ValueType.STRING, _ -> "v"));
                    case "$out.size" -> Optional.of(new Symbol(ValueType.INT64, _ -> null));
                    default -> Optional.empty();
                };
            }

            @Override
            public List<String> names() {
                return List.of("keyval.output.value", "$out.size");
            }
        };
        assertThat(evaluate("keyval.output.value + \"!\"", symbols)).isEqualTo("v!");
        assertThat(evaluate("$out.size | 3", symbols)).isEqualTo(3L);
        var reader = reader(Map.of());
        var checked = Expression.parse("$out.size > 1").check(slots.vocabulary(), null, symbols);
        assertThat(checked.compile(slots).test(reader)).isEqualTo(Verdict.FAULT);
        assertThat(reader.fault()).hasToString("EvaluationFault[message=$out.size is absent at 1:1]");
        assertThat(checked.condition(slots)).isInstanceOf(Condition.Opaque.class);
        assertThat(problems("keyval.output.valu", symbols).getFirst().message())
                .isEqualTo("unknown attribute keyval.output.valu; did you mean 'keyval.output.value'?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            request.method == "GET" → request.method == "GET" was "POST"
            request.size > 1 && request.method == "GET" && request.id == "a" → request.method == "GET" was "POST"
            request.size < 1 || request.method == "GET" → request.size < 1 was 5, request.method == "GET" was "POST"
            request.method == "GET" || request.size == 5 → request.size == 5 was 5
            request.path.startsWith("/b") → request.path.startsWith("/b") was "/a"
            request.size == 5 && connection.mtls → connection.mtls was false
            request.id == "a" → request.id == "a": request.id is absent at 1:1
            response.duration > "1s" → response.duration > "1s" was 10ms
            """)
    void saysWhichClauseDecided(String text, String explanation) throws ExpressionException {
        var compiled = Expression.compile(text, slots, ValueType.BOOL);
        var reader = reader(Map.of(
                "request.method",
                "POST",
                "request.size",
                5L,
                "request.path",
                "/a",
                "connection.mtls",
                false,
                "response.duration",
                java.time.Duration.ofMillis(10)));
        compiled.test(reader);
        var before = reader.referenced();
        assertThat(compiled.explain(reader)).isEqualTo(explanation);
        assertThat(reader.referenced()).isEqualTo(before);
    }

    @Test
    void onlyBoolIsTested() throws ExpressionException {
        var compiled = Expression.compile("request.size", slots, null);
        assertThatIllegalStateException().isThrownBy(() -> compiled.test(reader(Map.of())));
    }

    @Test
    void everyFunctionIsDocumentedByAnExampleThatChecks() throws ExpressionException {
        for (var declaration : FunctionLibrary.standard().declarations()) {
            Expression.parse(declaration.example()).check(slots.vocabulary(), null, SymbolResolver.NONE);
            assertThat(declaration.example()).contains(declaration.name() + "(");
            assertThat(declaration.description()).isNotBlank().doesNotEndWith(".");
        }
    }

    private Object evaluate(String text, SymbolResolver symbols) throws ExpressionException {
        var compiled =
                Expression.parse(text).check(slots.vocabulary(), null, symbols).compile(slots);
        return String.valueOf(compiled.type()).equals("INT64")
                ? (Object) Long.valueOf(String.valueOf(compiled.evaluate(reader(Map.of()))))
                : String.valueOf(compiled.evaluate(reader(Map.of())));
    }

    private List<ExpressionProblem> problems(String text, SymbolResolver symbols) {
        try {
            Expression.parse(text).check(slots.vocabulary(), null, symbols);
            return Assertions.fail("no fault in " + text);
        } catch (ExpressionException e) {
            return e.problems();
        }
    }

    private AttributeReader reader(Map<String, Object> values) {
        return new AttributeReader(slots, MapBag.of(values));
    }
}

package dev.mixer.engine.expression;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the rows of {@code cases/expression}: what an expression is, says, reads, or is refused for. */
class ExpressionTableTest {
    static List<ExpressionCase> rows() {
        return ExpressionCase.all();
    }

    @Test
    void theTablesAreThere() {
        assertThat(rows()).hasSizeGreaterThan(200);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void holds(ExpressionCase row) {
        var error = row.error();
        var slots = new Slots(row.vocabulary());
        CheckedExpression checked;
        try {
            checked = Expression.parse(row.expression()).check(slots.vocabulary(), row.expected(), SymbolResolver.NONE);
        } catch (ExpressionException e) {
            assertThat(error).as("refused: %s", e.problems()).isNotNull();
            refused(requireNonNull(error), e);
            return;
        }
        var compiled = checked.compile(slots);
        var reader = new AttributeReader(slots, row.bag());
        var value = compiled.evaluate(reader);
        var fault = reader.fault();
        if (error != null) {
            assertThat(error.get("phase")).as("value %s", value).isEqualTo("evaluate");
            assertThat(value).isNull();
            assertThat(requireNonNull(fault).message()).contains(String.valueOf(error.get("message")));
        } else {
            assertThat(value).as("fault %s", fault).isNotNull();
            assertThat(ValueText.of(compiled.type(), requireNonNull(value))).isEqualTo(row.text("value"));
            assertThat(fault).isNull();
        }
        var type = row.text("type");
        if (type != null) {
            assertThat(compiled.type()).hasToString(type);
        }
        if (compiled.type() == ValueType.BOOL) {
            var verdict = value == null ? Verdict.FAULT : Verdict.of(value.equals(true));
            assertThat(compiled.test(new AttributeReader(slots, row.bag()))).isEqualTo(verdict);
        }
        var referenced = row.list("referenced");
        if (referenced != null) {
            assertThat(reader.referenced().matches().stream().map(Object::toString))
                    .containsExactlyInAnyOrderElementsOf(referenced);
        }
    }

    private static void refused(Map<?, ?> error, ExpressionException e) {
        assertThat(error.get("phase")).as(e.getMessage()).isEqualTo("compile");
        var problem = e.problems().getFirst();
        assertThat(problem.message()).contains(String.valueOf(error.get("message")));
        if (error.get("line") != null) {
            assertThat(problem.line()).isEqualTo(error.get("line"));
        }
        if (error.get("column") != null) {
            assertThat(problem.column()).as(problem.toString()).isEqualTo(error.get("column"));
        }
    }
}

package dev.mixer.bench;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One expression over a fresh reader, as each call has one. */
@State(Scope.Benchmark)
public class ExpressionBenchmark {
    /** What is evaluated. */
    public enum Form {
        THREE_CLAUSES("request.method == \"GET\" && source.user == \"cluster.local/ns/shop/sa/front\""
                + " && request.host == \"host7.example.com\""),
        MAP_INDEX_WITH_DEFAULT("request.headers[\"x-tenant\"] | \"none\""),
        STARTS_WITH("request.path.startsWith(\"/path7/\")"),
        REGEX("\"^/path[0-9]+/items/.*[.]json$\".matches(request.path)"),
        CONDITIONAL("conditional(request.method == \"GET\", request.host, \"none\")");

        private final String text;

        Form(String text) {
            this.text = text;
        }
    }

    /** The form measured. */
    @Param
    public Form form = Form.THREE_CLAUSES;

    private final Slots slots = new Slots(Vocabulary.standard());
    private final Calls call = Calls.to(7);
    private @Nullable CompiledExpression expression;

    /** Compiles the expression. */
    @Setup
    public void compile() throws ExpressionException {
        expression = Expression.compile(form.text, slots, null);
    }

    /** The expression's value. */
    @Benchmark
    public @Nullable Object evaluate() {
        return expression == null ? null : expression.evaluate(new AttributeReader(slots, call));
    }
}

package dev.mixer.cli;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.ReferencedAttributes;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import dev.mixer.engine.expression.ValueText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "eval",
        description = "Evaluates an expression over attributes: its value, its type and what it read.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:there is a value", "1:the expression is wrong or has no value", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  mixer eval 'request.headers[\"x-user\"] | \"nobody\"' -a 'request.headers[x-user]=bob'",
            "  mixer eval 'source.ip == ip(\"10.0.0.1\")' -a source.ip=10.0.0.1",
            "  mixer eval 'shop.size * 2' --type shop.size=INT64 -a shop.size=21"
        })
final class EvalCommand implements Callable<Integer> {
    @Mixin
    private final Terminal terminal = new Terminal();

    @Mixin
    private final AttributeOptions attributes = new AttributeOptions();

    @Parameters(paramLabel = "EXPR", description = "The expression, as in a rule's match.")
    private String text = "";

    @Override
    public Integer call() {
        var vocabulary = attributes.vocabulary(Vocabulary.standard());
        var values = attributes.values(vocabulary);
        var slots = new Slots(vocabulary);
        CompiledExpression expression;
        try {
            expression = Expression.compile(text, slots, null);
        } catch (ExpressionException e) {
            return refuse(e);
        }
        // Unlike a check, eval takes values as they are given: a path without a canonical form is read all the same.
        var reader = AttributeReader.forReport(slots, MapBag.of(values));
        var value = expression.evaluate(reader);
        var referenced = reader.referenced().matches().stream()
                .map(ReferencedAttributes.Match::toString)
                .toList();
        if (terminal.isJson()) {
            printJson(expression, value, reader, referenced);
        } else {
            print(expression, value, reader, referenced);
        }
        return value == null ? ExitCode.PROBLEMS : ExitCode.OK;
    }

    private void print(
            CompiledExpression expression, @Nullable Object value, AttributeReader reader, List<String> referenced) {
        var paint = terminal.paint();
        var table = new TextTable();
        table.row(
                "value",
                value == null
                        ? paint.bad("none: " + whyNone(reader))
                        : paint.good(ValueText.quoted(expression.type(), value)));
        table.row("type", expression.type().name());
        table.row("referenced", referenced.isEmpty() ? "nothing" : String.join(", ", referenced));
        table.print(terminal.out(), "", paint);
    }

    private void printJson(
            CompiledExpression expression, @Nullable Object value, AttributeReader reader, List<String> referenced) {
        var json = new LinkedHashMap<String, Object>();
        json.put("expression", text);
        json.put("type", expression.type().name());
        if (value == null) {
            json.put("fault", whyNone(reader));
        } else {
            json.put("value", JsonValue.of(expression.type(), value));
        }
        json.put("referenced", referenced);
        terminal.json(json);
    }

    private static String whyNone(AttributeReader reader) {
        var refusal = reader.refusal();
        if (refusal != null) {
            return refusal.reason();
        }
        var fault = reader.fault();
        return fault == null ? "an attribute that it needs is absent" : fault.message();
    }

    private int refuse(ExpressionException e) {
        if (terminal.isJson()) {
            terminal.json(Map.of(
                    "problems",
                    e.problems().stream()
                            .map(problem -> {
                                var json = new LinkedHashMap<String, Object>();
                                json.put("line", problem.line());
                                json.put("column", problem.column());
                                json.put("message", problem.message());
                                return json;
                            })
                            .toList()));
        } else {
            e.problems().forEach(problem -> terminal.err().println(Caret.under(text, problem, terminal.paint())));
        }
        return ExitCode.PROBLEMS;
    }
}

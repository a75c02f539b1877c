package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.spec.DenialSpec;
import dev.mixer.engine.config.spec.HeaderChange;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import dev.mixer.engine.expression.SymbolResolver;
import dev.mixer.engine.rule.DenialBody.JsonPart;
import dev.mixer.spi.HeaderOperation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles what a rule says of refusals; what has problems is reported and left out. */
final class DenialCompiler {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final Slots slots;
    private final ProblemScope scope;

    DenialCompiler(Slots slots, ProblemScope scope) {
        this.slots = slots;
        this.scope = scope;
    }

    List<DenialTemplate> compile(List<DenialSpec> specs) {
        var templates = new ArrayList<DenialTemplate>();
        for (int i = 0; i < specs.size(); i++) {
            var spec = specs.get(i);
            var field = scope.index(i);
            var status = spec.status();
            templates.add(new DenialTemplate(
                    spec.codes(),
                    status == null ? null : status.intValue(),
                    headers(spec.headers(), field.field("headers")),
                    spec.body() == null ? null : body(spec.body(), field.field("body"))));
        }
        return templates;
    }

    private List<HeaderTemplate> headers(List<HeaderChange> changes, ProblemScope field) {
        var headers = new ArrayList<HeaderTemplate>();
        for (int i = 0; i < changes.size(); i++) {
            var values = new ArrayList<CompiledExpression>();
            for (var value : changes.get(i).values()) {
                compile(value, ValueType.STRING, field.index(i).field("values")).ifPresent(values::add);
            }
            headers.add(new HeaderTemplate(
                    HeaderOperation.Target.RESPONSE,
                    changes.get(i).operation(),
                    changes.get(i).name().text(),
                    values));
        }
        return headers;
    }

    private @Nullable DenialBody body(DenialSpec.Body body, ProblemScope field) {
        if (body.text() != null) {
            return compile(body.text(), ValueType.STRING, field.field("text"))
                    .map(DenialBody.Text::new)
                    .orElse(null);
        }
        if (body.json() != null) {
            return new DenialBody.Json(json(body.json(), field.field("json")));
        }
        return body.html() == null ? null : html(body.html(), field.field("html"));
    }

    private DenialBody html(SourceText page, ProblemScope field) {
        var text = page.text();
        var between = new ArrayList<String>();
        var values = new ArrayList<CompiledExpression>();
        int from = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, from)) {
            int start = open + OPEN.length();
            int end = text.indexOf(CLOSE, start);
            if (end < 0) {
                field.error(page.placeAt(open), OPEN + " is not closed; write " + OPEN + " expression " + CLOSE);
                break;
            }
            var value = compile(page, start, end, field);
            if (value.isPresent()) {
                between.add(text.substring(from, open));
                values.add(value.get());
            }
            from = end + CLOSE.length();
        }
        between.add(text.substring(from));
        return new DenialBody.Html(between, values);
    }

    private JsonPart json(YamlNode node, ProblemScope field) {
        return switch (node) {
            case YamlNode.Mapping mapping -> {
                Map<String, JsonPart> parts = new LinkedHashMap<>();
                mapping.entries()
                        .forEach(entry -> parts.put(entry.name(), json(entry.value(), field.field(entry.name()))));
                yield new JsonPart.Members(parts);
            }
            case YamlNode.Sequence sequence -> {
                var parts = new ArrayList<JsonPart>();
                for (int i = 0; i < sequence.items().size(); i++) {
                    parts.add(json(sequence.items().get(i), field.index(i)));
                }
                yield new JsonPart.Elements(parts);
            }
            case YamlNode.Scalar scalar -> scalar(scalar, field);
        };
    }

    private JsonPart scalar(YamlNode.Scalar scalar, ProblemScope field) {
        if (scalar.isNull()) {
            return new JsonPart.Constant("null");
        }
        return compile(scalar.source(), null, field)
                .<JsonPart>map(JsonPart.Computed::new)
                .orElse(new JsonPart.Constant("null"));
    }

    private Optional<CompiledExpression> compile(SourceText source, @Nullable ValueType type, ProblemScope field) {
        return compile(source.text(), 0, source, type, field);
    }

    private Optional<CompiledExpression> compile(SourceText page, int start, int end, ProblemScope field) {
        return compile(page.text().substring(start, end), start, page, null, field);
    }

    private Optional<CompiledExpression> compile(
            String expression, int offset, SourceText source, @Nullable ValueType type, ProblemScope field) {
        try {
            return Optional.of(Expression.parse(expression)
                    .check(slots.vocabulary(), type, SymbolResolver.NONE)
                    .compile(slots));
        } catch (ExpressionException e) {
            e.problems().forEach(fault -> field.error(source.placeAt(offset + fault.offset()), fault.message()));
            return Optional.empty();
        }
    }
}

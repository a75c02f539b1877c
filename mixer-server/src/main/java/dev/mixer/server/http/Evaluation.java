package dev.mixer.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.ReferencedAttributes;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import dev.mixer.engine.expression.SymbolResolver;
import dev.mixer.engine.expression.ValueText;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an expression gives.
 *
 * @param value numbers, booleans and maps as JSON has them, all else as text; absent with an error
 * @param type the value type; absent with an error of the phase compile
 * @param referenced what was read
 * @param error why there is no value; absent where there is one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Evaluation(
        @Nullable Object value,
        @Nullable String type,
        @Nullable List<String> referenced,
        @Nullable Fault error) {
    /**
     * Why there is no value.
     *
     * @param phase {@code compile} or {@code evaluate}
     * @param line within the expression, from 1; absent in the phase evaluate, whose message names the place
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Fault(
            String phase,
            String message,
            @Nullable Integer line,
            @Nullable Integer column) {}

    static Evaluation of(JsonNode body) throws InvalidRequestException {
        var expression = body.get("expression");
        if (expression == null || !expression.isTextual()) {
            throw new InvalidRequestException("expression must be text");
        }
        var additions = new HashMap<String, ValueType>();
        var types = body.get("types");
        if (types != null && !types.isNull()) {
            if (!types.isObject()) {
                throw new InvalidRequestException("types must be an object of attribute names and value types");
            }
            for (var entry : types.properties()) {
                additions.put(
                        entry.getKey(),
                        AttributeJson.type(entry.getKey(), entry.getValue().asText()));
            }
        }
        Vocabulary vocabulary;
        try {
            vocabulary = Vocabulary.standard().with(additions);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("types: " + e.getMessage());
        }
        var bag = AttributeJson.bag(body.get("attributes"), vocabulary);
        var slots = Slots.asGiven(vocabulary);
        try {
            var compiled = Expression.parse(expression.textValue())
                    .check(vocabulary, null, SymbolResolver.NONE)
                    .compile(slots);
            var reader = new AttributeReader(slots, bag);
            var value = compiled.evaluate(reader);
            var referenced = reader.referenced().matches().stream()
                    .map(ReferencedAttributes.Match::toString)
                    .toList();
            if (value == null) {
                var fault = reader.fault();
                return new Evaluation(
                        null,
                        compiled.type().toString(),
                        referenced,
                        new Fault("evaluate", fault == null ? "no value" : fault.message(), null, null));
            }
            return new Evaluation(json(compiled.type(), value), compiled.type().toString(), referenced, null);
        } catch (ExpressionException e) {
            var first = e.problems().getFirst();
            return new Evaluation(
                    null, null, null, new Fault("compile", first.message(), first.line(), first.column()));
        }
    }

    private static Object json(ValueType type, Object value) {
        return switch (type) {
            case INT64, DOUBLE, BOOL, STRING_MAP -> value;
            default -> ValueText.of(type, value);
        };
    }
}

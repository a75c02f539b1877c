package dev.mixer.engine.rule;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.engine.expression.ValueText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The body of a refusal: a form with expressions, whose values are escaped as the form wants it, whatever a client sent. */
sealed interface DenialBody {
    /** The media type (RFC 9110, 8.3). */
    String contentType();

    /** The body for a call. */
    String render(AttributeReader reader);

    /** Text; empty where the expression has no value. */
    record Text(CompiledExpression expression) implements DenialBody {
        @Override
        public String contentType() {
            return "text/plain; charset=utf-8";
        }

        @Override
        public String render(AttributeReader reader) {
            return expression.evaluate(reader) instanceof String text ? text : "";
        }
    }

    /** A page: what is written between the values, one more than these. */
    record Html(List<String> between, List<CompiledExpression> values) implements DenialBody {
        public Html {
            between = List.copyOf(between);
            values = List.copyOf(values);
        }

        @Override
        public String contentType() {
            return "text/html; charset=utf-8";
        }

        @Override
        public String render(AttributeReader reader) {
            var page = new StringBuilder(between.getFirst());
            for (int i = 0; i < values.size(); i++) {
                var value = values.get(i).evaluate(reader);
                if (value != null) {
                    escape(ValueText.of(values.get(i).type(), value), page);
                }
                page.append(between.get(i + 1));
            }
            return page.toString();
        }

        private static void escape(String text, StringBuilder page) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '&' -> page.append("&amp;");
                    case '<' -> page.append("&lt;");
                    case '>' -> page.append("&gt;");
                    case '"' -> page.append("&quot;");
                    case '\'' -> page.append("&#39;");
                    default -> page.append(c);
                }
            }
        }
    }

    /** JSON; null where an expression has no value. */
    record Json(JsonPart root) implements DenialBody {
        private static final JsonFactory JSON = new JsonFactory();

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public String render(AttributeReader reader) {
            var text = new StringWriter();
            try (var generator = JSON.createGenerator(text)) {
                root.write(generator, reader);
            } catch (IOException e) {
                throw new UncheckedIOException("a text takes whatever is written", e);
            }
            return text.toString();
        }
    }

    /** A part of a JSON text. */
    sealed interface JsonPart {
        void write(JsonGenerator generator, AttributeReader reader) throws IOException;

        /** Members in the order of the configuration. */
        record Members(Map<String, JsonPart> parts) implements JsonPart {
            @Override
            public void write(JsonGenerator generator, AttributeReader reader) throws IOException {
                generator.writeStartObject();
                for (var part : parts.entrySet()) {
                    generator.writeFieldName(part.getKey());
                    part.getValue().write(generator, reader);
                }
                generator.writeEndObject();
            }
        }

        /** Elements. */
        record Elements(List<JsonPart> parts) implements JsonPart {
            @Override
            public void write(JsonGenerator generator, AttributeReader reader) throws IOException {
                generator.writeStartArray();
                for (var part : parts) {
                    part.write(generator, reader);
                }
                generator.writeEndArray();
            }
        }

        /** A number, a truth value or null, as the configuration has it. */
        record Constant(String json) implements JsonPart {
            @Override
            public void write(JsonGenerator generator, AttributeReader reader) throws IOException {
                generator.writeRawValue(json);
            }
        }

        /** The value of an expression. */
        record Computed(CompiledExpression expression) implements JsonPart {
            @Override
            public void write(JsonGenerator generator, AttributeReader reader) throws IOException {
                switch (expression.evaluate(reader)) {
                    case null -> generator.writeNull();
                    case Long number -> generator.writeNumber(number);
                    case Double number when Double.isFinite(number) -> generator.writeNumber(number);
                    case Boolean flag -> generator.writeBoolean(flag);
                    case Map<?, ?> map -> {
                        generator.writeStartObject();
                        for (var entry : map.entrySet()) {
                            generator.writeStringField(
                                    String.valueOf(entry.getKey()), String.valueOf(entry.getValue()));
                        }
                        generator.writeEndObject();
                    }
                    case Object other -> generator.writeString(ValueText.of(expression.type(), other));
                }
            }
        }
    }
}

package dev.mixer.adapters.telemetry;

import dev.mixer.spi.Reported;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A text with fields of a record in it, such as {@code logs.{severity}} or {@code {variables.user}}. A brace is written
 * twice. Immutable; for many threads.
 */
public final class TextTemplate {
    private final String source;
    private final List<Part> parts;

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Field(RecordField field) implements Part {}
    }

    private TextTemplate(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if a brace is open or a field is none of a record's, with what would be right
     */
    public static TextTemplate parse(String source) {
        var parts = new ArrayList<Part>();
        var literal = new StringBuilder();
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            boolean twice = i + 1 < source.length() && source.charAt(i + 1) == c;
            if (c != '{' && c != '}') {
                literal.append(c);
            } else if (twice) {
                literal.append(c);
                i++;
            } else if (c == '}') {
                throw new IllegalArgumentException("'" + source + "' closes a brace at " + (i + 1)
                        + " that is not open; a brace itself is written twice");
            } else {
                int end = source.indexOf('}', i);
                if (end < 0) {
                    throw new IllegalArgumentException("'" + source + "' does not close the brace at " + (i + 1));
                }
                if (!literal.isEmpty()) {
                    parts.add(new Part.Literal(literal.toString()));
                    literal.setLength(0);
                }
                parts.add(new Part.Field(
                        RecordField.named(source.substring(i + 1, end).strip())));
                i = end;
            }
        }
        if (!literal.isEmpty()) {
            parts.add(new Part.Literal(literal.toString()));
        }
        return new TextTemplate(source, parts);
    }

    /** Whether every record yields the same text. */
    public boolean isConstant() {
        return parts.stream().noneMatch(Part.Field.class::isInstance);
    }

    /** The text for a record; a field that the record lacks is empty. */
    public String of(Reported<?> record, Instant time) {
        return of(record, time, UnaryOperator.identity());
    }

    /** The text for a record, each field's value changed by {@code escape}; the template's own text is not. */
    public String of(Reported<?> record, Instant time, UnaryOperator<String> escape) {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Literal(var text)) {
            return text;
        }
        var out = new StringBuilder();
        for (var part : parts) {
            switch (part) {
                case Part.Literal(var text) -> out.append(text);
                case Part.Field(var field) -> out.append(escape.apply(field.of(record, time)));
            }
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return source;
    }
}

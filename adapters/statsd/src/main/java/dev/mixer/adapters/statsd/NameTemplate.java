package dev.mixer.adapters.statsd;

import dev.mixer.spi.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A name made of dimensions, in the part of Go's {@code text/template} that names need: {@code {{.dimension}}},
 * {@code {{index . "dimension"}}} and the trim markers {@code {{-} and {@code -}}}.
 */
final class NameTemplate {
    private static final Pattern ACTION = Pattern.compile(
            "\\{\\{(-\\s)?\\s*(?:\\.([\\p{L}_][\\p{L}\\p{Nd}_]*)|index\\s+\\.\\s+\"([^\"\\\\]+)\")\\s*?(\\s-)?}}");

    private final List<Part> parts;

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Dimension(String name) implements Part {}
    }

    private NameTemplate(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if it holds anything else between double braces
     */
    static NameTemplate parse(String template) {
        var parts = new ArrayList<Part>();
        var matcher = ACTION.matcher(template);
        int position = 0;
        boolean trim = false;
        for (int open = template.indexOf("{{"); open >= 0; open = template.indexOf("{{", position)) {
            if (!matcher.region(open, template.length()).lookingAt()) {
                throw new IllegalArgumentException("name_template '" + template + "' holds '"
                        + template.substring(open, Math.min(open + 20, template.length()))
                        + "'; it may hold {{.dimension}} and {{index . \"dimension\"}}");
            }
            var text = template.substring(position, open);
            text = trim ? text.stripLeading() : text;
            parts.add(new Part.Literal(matcher.group(1) == null ? text : text.stripTrailing()));
            parts.add(new Part.Dimension(matcher.group(2) == null ? matcher.group(3) : matcher.group(2)));
            trim = matcher.group(4) != null;
            position = matcher.end();
        }
        var rest = template.substring(position);
        parts.add(new Part.Literal(trim ? rest.stripLeading() : rest));
        return new NameTemplate(parts);
    }

    /**
     * The name.
     *
     * @throws IllegalArgumentException if a dimension is missing
     */
    String fill(Map<String, AttributeValue> dimensions) {
        var name = new StringBuilder();
        for (var part : parts) {
            switch (part) {
                case Part.Literal(var text) -> name.append(text);
                case Part.Dimension(var dimension) -> {
                    var value = dimensions.get(dimension);
                    if (value == null) {
                        throw new IllegalArgumentException(
                                "name_template names the dimension " + dimension + ", which the instance lacks");
                    }
                    name.append(value.toText());
                }
            }
        }
        return name.toString();
    }
}

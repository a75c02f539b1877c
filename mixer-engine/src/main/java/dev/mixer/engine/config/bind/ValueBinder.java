package dev.mixer.engine.config.bind;

import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.config.yaml.YamlNode.Scalar;
import dev.mixer.engine.config.yaml.YamlNode.ScalarType;
import dev.mixer.engine.config.yaml.YamlNode.Sequence;
import dev.mixer.engine.config.yaml.YamlParser;
import dev.mixer.engine.spelling.DidYouMean;
import dev.mixer.spi.AttributeValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds one value to its shape; null means that a problem was reported. */
final class ValueBinder {
    private final RecordBinder records;
    private final SecretReader secrets;

    ValueBinder(RecordBinder records, Secrets secrets) {
        this.records = records;
        this.secrets = new SecretReader(secrets);
    }

    @Nullable
    Object bind(Shape shape, YamlNode node, ProblemScope scope) {
        return switch (shape) {
            case Shape.Value value -> bindValue(value, node, scope);
            case Shape.Flag _ -> bindFlag(node, scope);
            case Shape.Choice choice -> bindChoice(choice, node, scope);
            case Shape.FilePath _ -> bindPath(node, scope);
            case Shape.Hidden _ -> secrets.read(node, scope);
            case Shape.AnyValue _ -> bindAny(node, scope);
            case Shape.Source _ -> bindSource(node, scope);
            case Shape.Raw _ -> node;
            case Shape.Many many -> bindMany(many, node, scope);
            case Shape.Keyed keyed -> bindKeyed(keyed, node, scope);
            case Shape.Maybe maybe -> {
                Object value = bind(maybe.value(), node, scope);
                yield value == null ? null : Optional.of(value);
            }
            case Shape.Nested nested -> records.bindNode(nested.type(), node, scope);
            case Shape.OneOf oneOf -> bindOneOf(oneOf, node, scope);
        };
    }

    /** What an optional component is where it is left out. */
    static @Nullable Object absent(Shape shape) {
        return switch (shape) {
            case Shape.Many many -> many.unique() ? Set.of() : List.of();
            case Shape.Keyed _ -> Map.of();
            case Shape.Maybe _ -> Optional.empty();
            default -> null;
        };
    }

    @Nullable
    Object bindDefault(Shape shape, String text, Place place, ProblemScope scope) {
        boolean verbatim = shape instanceof Shape.Value value && value.type() == String.class;
        if (verbatim) {
            return text;
        }
        var problems = new Problems();
        List<YamlNode> parsed = new YamlParser().parse(place.file(), text, problems);
        if (problems.hasErrors() || parsed.size() != 1) {
            throw new ShapeException("the default '" + text + "' is not YAML");
        }
        return bind(shape, at(parsed.getFirst(), place), scope);
    }

    /** A default stands nowhere; what its faults point at is the place that leaves it out. */
    private static YamlNode at(YamlNode node, Place place) {
        return switch (node) {
            case Scalar scalar -> new Scalar(scalar.type(), SourceText.of(scalar.text(), place));
            case Sequence sequence ->
                new Sequence(
                        place,
                        sequence.items().stream().map(item -> at(item, place)).toList());
            case Mapping mapping ->
                new Mapping(
                        place,
                        mapping.entries().stream()
                                .map(entry ->
                                        new YamlNode.Entry((Scalar) at(entry.key(), place), at(entry.value(), place)))
                                .toList());
        };
    }

    private static @Nullable Object bindValue(Shape.Value value, YamlNode node, ProblemScope scope) {
        if (!(node instanceof Scalar scalar) || scalar.isNull()) {
            scope.error(node.place(), "must be " + withArticle(value.label()) + ", not " + node.describe());
            return null;
        }
        try {
            return value.parse().apply(scalar.text());
        } catch (IllegalArgumentException e) {
            scope.error(node.place(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static String withArticle(String label) {
        if (label.equals("text")) {
            return label;
        }
        return (label.startsWith("IP") || label.startsWith("e-") ? "an " : "a ") + label;
    }

    private static @Nullable Object bindFlag(YamlNode node, ProblemScope scope) {
        if (node instanceof Scalar scalar && scalar.type() == ScalarType.BOOL) {
            return scalar.text().equalsIgnoreCase("true");
        }
        String found = node instanceof Scalar scalar ? "'" + scalar.text() + "'" : node.describe();
        scope.error(node.place(), "must be true or false, not " + found);
        return null;
    }

    private static @Nullable Object bindChoice(Shape.Choice choice, YamlNode node, ProblemScope scope) {
        if (!(node instanceof Scalar scalar)) {
            scope.error(
                    node.place(), "must be one of " + String.join(", ", choice.names()) + ", not " + node.describe());
            return null;
        }
        String wanted = scalar.text().replace('-', '_');
        for (Enum<?> constant : choice.constants()) {
            if (constant.name().equalsIgnoreCase(wanted)) {
                return constant;
            }
        }
        String hint = DidYouMean.nearest(scalar.text(), choice.names())
                .map(DidYouMean::question)
                .orElse("");
        scope.error(node.place(), "'" + scalar.text() + "' is none of " + String.join(", ", choice.names()) + hint);
        return null;
    }

    private static @Nullable Object bindPath(YamlNode node, ProblemScope scope) {
        if (!(node instanceof Scalar scalar) || scalar.text().isEmpty()) {
            scope.error(node.place(), "must be a path, not " + node.describe());
            return null;
        }
        try {
            return resolve(scalar);
        } catch (InvalidPathException e) {
            scope.error(node.place(), "'" + scalar.text() + "' is not a path: " + e.getReason());
            return null;
        }
    }

    static Path resolve(Scalar scalar) {
        return scalar.place().folder().resolve(scalar.text()).normalize();
    }

    private static @Nullable Object bindAny(YamlNode node, ProblemScope scope) {
        if (!(node instanceof Scalar scalar) || scalar.isNull()) {
            scope.error(node.place(), "must be a single value, not " + node.describe());
            return null;
        }
        return switch (scalar.type()) {
            case BOOL -> new AttributeValue.Bool(scalar.text().equalsIgnoreCase("true"));
            case INT -> {
                Shape.Value number = Values.shapeOf(long.class).orElseThrow();
                Object value = bindValue(number, node, scope);
                yield value == null ? null : new AttributeValue.Int64((long) value);
            }
            case FLOAT -> {
                Shape.Value number = Values.shapeOf(double.class).orElseThrow();
                Object value = bindValue(number, node, scope);
                yield value == null ? null : new AttributeValue.Float64((double) value);
            }
            case NULL, TEXT -> new AttributeValue.Text(scalar.text());
        };
    }

    private static @Nullable Object bindSource(YamlNode node, ProblemScope scope) {
        if (node instanceof Scalar scalar) {
            return scalar.source();
        }
        scope.error(node.place(), "must be text, not " + node.describe());
        return null;
    }

    private @Nullable Object bindMany(Shape.Many many, YamlNode node, ProblemScope scope) {
        if (!(node instanceof Sequence sequence)) {
            scope.error(node.place(), "must be a list, not " + node.describe());
            return null;
        }
        var values = new ArrayList<Object>();
        boolean complete = true;
        for (int i = 0; i < sequence.items().size(); i++) {
            Object value = bind(many.element(), sequence.items().get(i), scope.index(i));
            complete &= value != null;
            if (many.unique() && value != null && values.contains(value)) {
                scope.index(i).warning(sequence.items().get(i).place(), "stands in the set twice");
            } else if (value != null) {
                values.add(value);
            }
        }
        if (!complete) {
            return null;
        }
        return many.unique() ? Collections.unmodifiableSet(new LinkedHashSet<>(values)) : List.copyOf(values);
    }

    private @Nullable Object bindKeyed(Shape.Keyed keyed, YamlNode node, ProblemScope scope) {
        if (!(node instanceof Mapping mapping)) {
            scope.error(node.place(), "must be a mapping, not " + node.describe());
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        boolean complete = true;
        for (YamlNode.Entry entry : mapping.entries()) {
            Object value = bind(keyed.value(), entry.value(), scope.key(entry.name()));
            complete &= value != null;
            if (value != null) {
                values.put(entry.name(), value);
            }
        }
        return complete ? Collections.unmodifiableMap(values) : null;
    }

    private @Nullable Object bindOneOf(Shape.OneOf oneOf, YamlNode node, ProblemScope scope) {
        List<String> names = oneOf.cases().stream().map(Names::caseName).toList();
        if (node instanceof Scalar scalar && !scalar.isNull()) {
            var mapping = new Mapping(node.place(), List.of(new YamlNode.Entry(scalar, Mapping.empty(node.place()))));
            return bindCase(oneOf, names, mapping, scope);
        }
        if (!(node instanceof Mapping mapping) || mapping.entries().size() != 1) {
            scope.error(node.place(), "must be a mapping with exactly one of " + String.join(", ", names));
            return null;
        }
        return bindCase(oneOf, names, mapping, scope);
    }

    private @Nullable Object bindCase(Shape.OneOf oneOf, List<String> names, Mapping mapping, ProblemScope scope) {
        YamlNode.Entry entry = mapping.entries().getFirst();
        int index = names.indexOf(Names.camelCase(entry.name()));
        if (index < 0) {
            scope.field(entry.name()).error(entry.key().place(), "unknown case" + DidYouMean.hint(entry.name(), names));
            return null;
        }
        return records.bindNode(oneOf.cases().get(index), entry.value(), scope.field(entry.name()));
    }
}

package dev.mixer.engine.template;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import dev.mixer.engine.expression.SymbolResolver;
import dev.mixer.engine.expression.ValueText;
import dev.mixer.engine.spelling.DidYouMean;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles the fields of one instance, collecting every problem. */
final class FieldCompiler {
    private final Slots slots;
    private final List<FieldProblem> problems;

    FieldCompiler(Slots slots, List<FieldProblem> problems) {
        this.slots = slots;
        this.problems = problems;
    }

    InstanceBuilder.@Nullable RecordMaker record(Class<? extends Record> record, FieldTree.Branch tree, String path) {
        var fields = TemplateField.of(record);
        var given = new LinkedHashMap<>(tree.fields());
        var components = new FieldValue[fields.size()];
        int before = problems.size();
        for (int i = 0; i < components.length; i++) {
            var field = fields.get(i);
            var value = take(given, field, path);
            var compiled = value == null ? missing(field, path) : field(field, value, join(path, field.name()));
            if (compiled != null) {
                components[i] = field.optional() && value != null ? optional(compiled) : compiled;
            }
        }
        for (var unknown : given.keySet()) {
            problem(
                    join(path, unknown),
                    "unknown field"
                            + DidYouMean.hint(
                                    unknown,
                                    fields.stream().map(TemplateField::name).toList()),
                    null);
        }
        return problems.size() > before ? null : new InstanceBuilder.RecordMaker(constructor(record), components);
    }

    private @Nullable FieldTree take(Map<String, FieldTree> given, TemplateField field, String path) {
        var camel = given.remove(field.name());
        var snake = field.snakeName().equals(field.name()) ? null : given.remove(field.snakeName());
        if (camel != null && snake != null) {
            problem(join(path, field.name()), "is also given as " + field.snakeName() + "; keep one of the two", null);
        }
        return camel == null ? snake : camel;
    }

    private @Nullable FieldValue missing(TemplateField field, String path) {
        if (field.defaultExpression() != null) {
            return standard(field, new FieldTree.Leaf(field.defaultExpression()), join(path, field.name()));
        }
        if (field.optional()) {
            Object empty = Optional.empty();
            return _ -> empty;
        }
        var defaultValue = field.defaultValue();
        return switch (field.shape()) {
            case TemplateField.Shape.ValueMap _, TemplateField.Shape.TextMap _ -> {
                Object empty = Map.of();
                yield _ -> empty;
            }
            case TemplateField.Shape.Typed(var type)
            when defaultValue != null -> {
                Object constant = ValueText.parse(type, defaultValue);
                yield _ -> constant;
            }
            case TemplateField.Shape.Nested(var record) ->
                record(record, new FieldTree.Branch(Map.of()), join(path, field.name()));
            case TemplateField.Shape.Typed _, TemplateField.Shape.Any _ -> {
                problem(join(path, field.name()), "is required", null);
                yield null;
            }
        };
    }

    /** A field that the template itself reads from the call, where the call has it. */
    private @Nullable FieldValue standard(TemplateField field, FieldTree expression, String path) {
        var value = field(field, expression, path);
        if (value == null) {
            return null;
        }
        if (field.optional()) {
            return reader -> Optional.ofNullable(value.of(reader));
        }
        boolean map = field.shape() instanceof TemplateField.Shape.TextMap;
        return reader -> {
            var found = value.of(reader);
            return found == null && map ? Map.of() : found;
        };
    }

    private @Nullable FieldValue field(TemplateField field, FieldTree tree, String path) {
        return switch (field.shape()) {
            case TemplateField.Shape.Typed(var type) -> value(tree, type, path);
            case TemplateField.Shape.Any _ -> wrapped(tree, path);
            case TemplateField.Shape.Nested(var record) ->
                tree instanceof FieldTree.Branch branch ? record(record, branch, path) : wantsFields(path);
            case TemplateField.Shape.ValueMap _ ->
                tree instanceof FieldTree.Branch branch ? map(branch, path, this::wrapped) : wantsFields(path);
            case TemplateField.Shape.TextMap _ ->
                tree instanceof FieldTree.Branch branch
                        ? map(branch, path, (leaf, place) -> value(leaf, ValueType.STRING, place))
                        : value(tree, ValueType.STRING_MAP, path);
        };
    }

    @FunctionalInterface
    private interface EntryCompiler {
        @Nullable
        FieldValue compile(FieldTree tree, String path);
    }

    private @Nullable FieldValue map(FieldTree.Branch branch, String path, EntryCompiler compiler) {
        var keys = branch.fields().keySet().toArray(String[]::new);
        var values = new FieldValue[keys.length];
        boolean complete = true;
        for (int i = 0; i < keys.length; i++) {
            var value = branch.fields().get(keys[i]);
            var compiled = value == null ? null : compiler.compile(value, join(path, keys[i]));
            if (compiled == null) {
                complete = false;
            } else {
                values[i] = compiled;
            }
        }
        return complete ? new MapMaker(keys, values) : null;
    }

    private @Nullable FieldValue value(FieldTree tree, ValueType type, String path) {
        var compiled = expression(tree, type, path);
        return compiled == null ? null : compiled::evaluate;
    }

    private @Nullable FieldValue wrapped(FieldTree tree, String path) {
        var compiled = expression(tree, null, path);
        if (compiled == null) {
            return null;
        }
        var type = compiled.type();
        return reader -> {
            var value = compiled.evaluate(reader);
            return value == null ? null : Wrapping.of(type, value);
        };
    }

    private @Nullable CompiledExpression expression(FieldTree tree, @Nullable ValueType expected, String path) {
        if (!(tree instanceof FieldTree.Leaf(var text))) {
            problem(path, "expected an expression" + (expected == null ? "" : " of type " + expected), null);
            return null;
        }
        try {
            return Expression.parse(text)
                    .check(slots.vocabulary(), expected, SymbolResolver.NONE)
                    .compile(slots);
        } catch (ExpressionException e) {
            e.problems().forEach(fault -> problems.add(new FieldProblem(path, fault.message(), fault)));
            return null;
        }
    }

    private @Nullable FieldValue wantsFields(String path) {
        problem(path, "expected fields with expressions, not one expression", null);
        return null;
    }

    private static FieldValue optional(FieldValue value) {
        return reader -> {
            var found = value.of(reader);
            return found == null ? null : Optional.of(found);
        };
    }

    private void problem(String path, String message, dev.mixer.engine.expression.@Nullable ExpressionProblem place) {
        problems.add(new FieldProblem(path, message, place));
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static MethodHandle constructor(Class<? extends Record> record) {
        var types = Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return MethodHandles.publicLookup()
                    .findConstructor(record, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalArgumentException(record.getName() + " must be a public record", e);
        }
    }
}

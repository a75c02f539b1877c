package dev.mixer.engine.config.bind;

import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlNode.Entry;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.spelling.DidYouMean;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes records from YAML mappings.
 *
 * <ul>
 *   <li>A key is a component's name or one of its {@link dev.mixer.spi.Alias}es, in camelCase or snake_case; an unknown key
 *       is an error. {@code null} counts as left out.
 *   <li>What is left out takes its {@link dev.mixer.spi.DefaultValue}; else a list, set, map or Optional is empty, a
 *       component marked {@code @Nullable} is null, and any other is an error.
 *   <li>A sealed interface of records is a mapping with exactly one key, the name of the case: {@code explicit_buckets:
 *       {bounds: [1, 2]}} for the record {@code ExplicitBuckets}. A case without components may be written as its name
 *       alone.
 *   <li>A public type with {@code public static T parse(String)} is one scalar.
 *   <li>Text may be written as any scalar, numbers also in quotes.
 * </ul>
 *
 * <p>Types may come from another class loader; they must be public, and so must what encloses them. Safe for use by many
 * threads.
 */
public final class RecordBinder {
    private final ValueBinder values;

    /** A binder that reads secrets from the process's environment and files. */
    public RecordBinder() {
        this(Secrets.ofProcess());
    }

    /** A binder with its own source of secrets. */
    public RecordBinder(Secrets secrets) {
        this.values = new ValueBinder(this, secrets);
    }

    /**
     * Binds a mapping, or reports every reason why it cannot be bound.
     *
     * @param scope what is read; the fields' paths go on from its own
     * @return the record; empty if there was any error
     */
    public <R extends Record> Optional<R> bind(Class<R> type, YamlNode node, ProblemScope scope) {
        var local = new Problems(Integer.MAX_VALUE);
        Object bound = null;
        try {
            bound = bindNode(type, node, new ProblemScope(local, scope.resource(), scope.field()));
        } catch (ShapeException e) {
            new ProblemScope(local, scope.resource(), scope.field())
                    .error(node.place(), "cannot be bound, a fault of its author: " + e.getMessage());
        }
        local.sorted().forEach(scope.problems()::add);
        return local.hasErrors() || bound == null ? Optional.empty() : Optional.of(type.cast(bound));
    }

    @Nullable
    Object bindNode(Class<? extends Record> type, YamlNode node, ProblemScope scope) {
        if (node instanceof Mapping mapping) {
            return bindMapping(type, mapping, scope);
        }
        if (node instanceof YamlNode.Scalar scalar && scalar.isNull()) {
            return bindMapping(type, Mapping.empty(node.place()), scope);
        }
        scope.error(node.place(), "must be a mapping, not " + node.describe());
        return null;
    }

    private @Nullable Object bindMapping(Class<? extends Record> type, Mapping mapping, ProblemScope scope) {
        List<Shape.Component> components = Shapes.components(type);
        Map<String, Entry> given = entriesByComponent(components, mapping, scope);
        var arguments = new ArrayList<@Nullable Object>();
        boolean complete = true;
        for (Shape.Component component : components) {
            Bound bound = bindComponent(component, given.get(component.name()), mapping.place(), scope);
            complete &= bound.isComplete();
            arguments.add(bound.value());
        }
        return complete ? construct(type, arguments, mapping.place(), scope) : null;
    }

    private static Map<String, Entry> entriesByComponent(
            List<Shape.Component> components, Mapping mapping, ProblemScope scope) {
        Map<String, Entry> given = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
            Optional<Shape.Component> component =
                    components.stream().filter(c -> c.isNamed(entry.name())).findFirst();
            if (component.isEmpty()) {
                List<String> known =
                        components.stream().map(Shape.Component::name).toList();
                scope.field(entry.name())
                        .error(entry.key().place(), "unknown field" + DidYouMean.hint(entry.name(), known));
                continue;
            }
            Entry before = given.putIfAbsent(component.get().name(), entry);
            if (before != null) {
                scope.field(entry.name())
                        .error(
                                entry.key().place(),
                                "given twice, also as '" + before.name() + "' on line "
                                        + before.key().place().line());
            }
        }
        return given;
    }

    /** A component's value; not complete: a problem was reported. */
    private record Bound(@Nullable Object value, boolean isComplete) {}

    private Bound bindComponent(Shape.Component component, @Nullable Entry entry, Place mapping, ProblemScope scope) {
        boolean leftOut = entry == null || (entry.value() instanceof YamlNode.Scalar scalar && scalar.isNull());
        if (entry != null && !leftOut) {
            Object value = values.bind(component.shape(), entry.value(), scope.field(entry.name()));
            return new Bound(value, value != null);
        }
        ProblemScope field = scope.field(entry == null ? component.name() : entry.name());
        Place place = entry == null ? mapping : entry.key().place();
        if (component.defaultText() != null) {
            Object value = values.bindDefault(component.shape(), component.defaultText(), place, field);
            return new Bound(value, value != null);
        }
        if (component.required()) {
            field.error(place, entry == null ? "is required" : "is required and empty");
            return new Bound(null, false);
        }
        return new Bound(ValueBinder.absent(component.shape()), true);
    }

    private static @Nullable Object construct(
            Class<? extends Record> type, List<@Nullable Object> arguments, Place place, ProblemScope scope) {
        try {
            return canonicalConstructor(type).invokeWithArguments(arguments);
        } catch (IllegalArgumentException | NullPointerException e) {
            scope.error(place, e.getMessage() == null ? "is refused by " + type.getSimpleName() : e.getMessage());
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            scope.error(place, type.getSimpleName() + " failed: " + e);
        }
        return null;
    }

    private static MethodHandle canonicalConstructor(Class<? extends Record> type) {
        Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return MethodHandles.publicLookup().findConstructor(type, MethodType.methodType(void.class, parameters));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new ShapeException(type.getName() + " has no public canonical constructor");
        }
    }
}

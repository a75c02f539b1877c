package dev.mixer.engine.template;

import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.Symbol;
import dev.mixer.engine.expression.SymbolResolver;
import dev.mixer.engine.expression.ValueSource;
import dev.mixer.spi.AttributesInstance;
import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.Instance;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The components of the record that a template hands out, as expressions read them: {@code ACTION.output.FIELD}. */
public final class OutputFields {
    private record Field(ValueType type, MethodHandle accessor, String snakeName) {
        @Nullable
        Object of(Record output) {
            Object value;
            try {
                value = (Object) accessor.invokeExact(output);
            } catch (Throwable e) {
                // An accessor of the plug-in's own that fails yields nothing, like a component that is empty.
                return null;
            }
            return value instanceof Optional<?> optional ? optional.orElse(null) : value;
        }
    }

    private final Class<? extends Record> type;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    private OutputFields(Class<? extends Record> type) {
        this.type = type;
        for (var component : type.getRecordComponents()) {
            var field = TemplateField.of(component);
            fields.put(
                    component.getName(),
                    new Field(valueType(component, field), accessor(component), field.snakeName()));
        }
    }

    /**
     * The output that a template declares by its type argument; empty for one without.
     *
     * @throws IllegalArgumentException if it is no public record of components that attributes can hold
     */
    public static Optional<OutputFields> of(Class<? extends Instance> template) {
        for (var face : template.getGenericInterfaces()) {
            if (face instanceof ParameterizedType generic
                    && (generic.getRawType() == CheckInstance.class || generic.getRawType() == AttributesInstance.class)
                    && generic.getActualTypeArguments()[0] instanceof Class<?> output
                    && output.isRecord()) {
                return Optional.of(new OutputFields(output.asSubclass(Record.class)));
            }
        }
        return Optional.empty();
    }

    /** The record's class. */
    public Class<? extends Record> type() {
        return type;
    }

    /**
     * The components as names for expressions, in both spellings.
     *
     * @param prefix before each component's name, as in {@code $out.}
     * @param number under which a call's reader has the output
     */
    public SymbolResolver symbols(String prefix, int number) {
        var symbols = new LinkedHashMap<String, Symbol>();
        fields.forEach((name, field) -> {
            ValueSource source = reader -> {
                var output = reader.output(number);
                return output == null ? null : field.of(output);
            };
            var symbol = new Symbol(field.type(), source);
            symbols.put(prefix + name, symbol);
            symbols.put(prefix + field.snakeName(), symbol);
        });
        var names = List.copyOf(symbols.keySet());
        return new SymbolResolver() {
            @Override
            public Optional<Symbol> resolve(String name) {
                return Optional.ofNullable(symbols.get(name));
            }

            @Override
            public List<String> names() {
                return names;
            }
        };
    }

    /** Several resolvers as one; the first that knows a name decides. */
    public static SymbolResolver all(List<SymbolResolver> resolvers) {
        var list = List.copyOf(resolvers);
        return new SymbolResolver() {
            @Override
            public Optional<Symbol> resolve(String name) {
                return list.stream()
                        .flatMap(resolver -> resolver.resolve(name).stream())
                        .findFirst();
            }

            @Override
            public List<String> names() {
                var names = new ArrayList<String>();
                list.forEach(resolver -> names.addAll(resolver.names()));
                return names;
            }
        };
    }

    private static ValueType valueType(RecordComponent component, TemplateField field) {
        return switch (field.shape()) {
            case TemplateField.Shape.Typed(var type) -> type;
            case TemplateField.Shape.TextMap _ -> ValueType.STRING_MAP;
            case TemplateField.Shape.Any _, TemplateField.Shape.ValueMap _, TemplateField.Shape.Nested _ ->
                throw new IllegalArgumentException(
                        component.getDeclaringRecord().getName() + ": component " + component.getName() + " has type "
                                + component.getGenericType().getTypeName() + ", which no attribute can hold");
        };
    }

    private static MethodHandle accessor(RecordComponent component) {
        try {
            return MethodHandles.publicLookup()
                    .unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Record.class));
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    component.getDeclaringRecord().getName() + " must be a public record", e);
        }
    }
}

package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.value.Utf8Buffer;
import dev.mixer.spi.AttributeValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of an instance of any template, under their names. Looks at the record once, not on each call. */
public final class RecordInput<T> implements InputWriter<T> {
    private record Component(
            String name, MethodHandle read, @Nullable RecordInput<Object> nested) {}

    private final List<Component> components;

    private RecordInput(List<Component> components) {
        this.components = List.copyOf(components);
    }

    /** A writer for the records of a class, which must be public. */
    public static <T> RecordInput<T> of(Class<T> type) {
        var components = new ArrayList<Component>();
        for (var component : type.getRecordComponents()) {
            components.add(new Component(component.getName(), handle(component), nested(component)));
        }
        return new RecordInput<>(components);
    }

    @SuppressWarnings("unchecked") // it is only given values of this component
    private static @Nullable RecordInput<Object> nested(RecordComponent component) {
        return component.getType().isRecord() ? (RecordInput<Object>) of(component.getType()) : null;
    }

    private static MethodHandle handle(RecordComponent component) {
        try {
            var read = MethodHandles.publicLookup().unreflect(component.getAccessor());
            return read.asType(read.type().changeReturnType(Object.class).changeParameterType(0, Object.class));
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(component.getDeclaringRecord().getName() + " must be public", e);
        }
    }

    @Override
    public void write(T instance, Utf8Buffer out) {
        out.raw('{');
        var separator = "";
        for (var component : components) {
            out.raw(separator).quoted(component.name()).raw(':');
            separator = ",";
            var value = read(component, instance);
            if (component.nested() != null && value != null) {
                component.nested().write(value, out);
            } else {
                value(value, out);
            }
        }
        out.raw('}');
    }

    private static @Nullable Object read(Component component, Object instance) {
        try {
            return (Object) component.read().invokeExact(instance);
        } catch (Throwable e) {
            throw new IllegalStateException(component.name(), e); // accessors of records throw nothing
        }
    }

    private static void value(@Nullable Object value, Utf8Buffer out) {
        switch (value) {
            case null -> out.raw("null");
            case Optional<?> maybe -> value(maybe.orElse(null), out);
            case Long number -> out.number(number);
            case Double number -> out.raw(Double.isFinite(number) ? number.toString() : "null");
            case Boolean flag -> out.raw(flag.toString());
            case Map<?, ?> map -> {
                out.raw('{');
                var separator = "";
                for (var entry : map.entrySet()) {
                    out.raw(separator).quoted(String.valueOf(entry.getKey())).raw(':');
                    separator = ",";
                    value(entry.getValue(), out);
                }
                out.raw('}');
            }
            case AttributeValue.Int64(var number) -> out.number(number);
            case AttributeValue.Float64(var number) -> value((Double) number, out);
            case AttributeValue.Bool(var flag) -> out.raw(Boolean.toString(flag));
            case AttributeValue.TextMap(var map) -> value(map, out);
            case AttributeValue attribute -> out.quoted(attribute.toText());
            case java.net.InetAddress address -> out.quoted(address.getHostAddress());
            default -> out.quoted(value.toString());
        }
    }
}

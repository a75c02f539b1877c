package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.spi.AttributeValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of an instance of any template, under their names. Looks at the record once, not on each call. */
public final class RecordInput<T> implements InputForm<T> {
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
    public void write(T instance, InputWriter out) {
        out.beginObject();
        for (var component : components) {
            if (!out.name(component.name())) {
                continue;
            }
            var value = read(component, instance);
            if (component.nested() != null && value != null) {
                component.nested().write(value, out);
            } else {
                value(value, out);
            }
        }
        out.endObject();
    }

    private static @Nullable Object read(Component component, Object instance) {
        try {
            return (Object) component.read().invokeExact(instance);
        } catch (Throwable e) {
            throw new IllegalStateException(component.name(), e); // accessors of records throw nothing
        }
    }

    private static void value(@Nullable Object value, InputWriter out) {
        switch (value) {
            case null -> out.value(RegoNull.NULL);
            case Optional<?> maybe -> value(maybe.orElse(null), out);
            case Long number -> out.number(number);
            case Double number ->
                out.value(Double.isFinite(number) ? RegoNumber.of(new BigDecimal(number.toString())) : RegoNull.NULL);
            case Boolean flag -> out.bool(flag);
            case Map<?, ?> map -> {
                out.beginObject();
                map.forEach((name, inner) -> {
                    if (out.name(String.valueOf(name))) {
                        value(inner, out);
                    }
                });
                out.endObject();
            }
            case AttributeValue.Int64(var number) -> out.number(number);
            case AttributeValue.Float64(var number) -> value((Double) number, out);
            case AttributeValue.Bool(var flag) -> out.bool(flag);
            case AttributeValue.TextMap(var map) -> value(map, out);
            case AttributeValue attribute -> out.text(attribute.toText());
            case InetAddress address -> out.text(address.getHostAddress());
            default -> out.text(value.toString());
        }
    }
}

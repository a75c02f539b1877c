package dev.mixer.engine.template;

import dev.mixer.engine.attribute.ValueType;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.DefaultExpression;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.DnsName;
import dev.mixer.spi.EmailAddress;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One component of a template's record.
 *
 * @param name as in the record, camelCase
 * @param shape what may fill it
 * @param optional whether the component is an {@link Optional}
 * @param defaultValue what stands for a field that is left out; absent: none
 * @param defaultExpression what a field that is left out is read from; absent: nothing
 * @param description one sentence, maybe empty
 */
public record TemplateField(
        String name,
        Shape shape,
        boolean optional,
        @Nullable String defaultValue,
        @Nullable String defaultExpression,
        String description) {
    private static final Map<Class<?>, ValueType> TYPES = Map.ofEntries(
            Map.entry(String.class, ValueType.STRING),
            Map.entry(long.class, ValueType.INT64),
            Map.entry(Long.class, ValueType.INT64),
            Map.entry(double.class, ValueType.DOUBLE),
            Map.entry(Double.class, ValueType.DOUBLE),
            Map.entry(boolean.class, ValueType.BOOL),
            Map.entry(Boolean.class, ValueType.BOOL),
            Map.entry(Instant.class, ValueType.TIMESTAMP),
            Map.entry(Duration.class, ValueType.DURATION),
            Map.entry(InetAddress.class, ValueType.IP_ADDRESS),
            Map.entry(EmailAddress.class, ValueType.EMAIL_ADDRESS),
            Map.entry(URI.class, ValueType.URI),
            Map.entry(DnsName.class, ValueType.DNS_NAME));

    /** What may fill a component. */
    public sealed interface Shape {
        /** An expression of one type. */
        record Typed(ValueType type) implements Shape {}

        /** An expression of any type. */
        record Any() implements Shape {}

        /** Named expressions of type STRING, or one expression of type STRING_MAP. */
        record TextMap() implements Shape {}

        /** Named expressions of any type. */
        record ValueMap() implements Shape {}

        /** Fields of a nested record. */
        record Nested(Class<? extends Record> record) implements Shape {}
    }

    /** The fields of a template's or a nested record. */
    public static List<TemplateField> of(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(TemplateField::of)
                .toList();
    }

    /** The name as Mixer's files write it, {@code monitored_resource_type}. */
    public String snakeName() {
        var out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                out.append('_').append(Character.toLowerCase(c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    static TemplateField of(RecordComponent component) {
        var type = component.getGenericType();
        boolean optional = component.getType() == Optional.class;
        if (optional) {
            type = ((ParameterizedType) type).getActualTypeArguments()[0];
        }
        var defaultValue = component.getAnnotation(DefaultValue.class);
        var defaultExpression = component.getAnnotation(DefaultExpression.class);
        var description = component.getAnnotation(Description.class);
        return new TemplateField(
                component.getName(),
                shape(component, type),
                optional,
                defaultValue == null ? null : defaultValue.value(),
                defaultExpression == null ? null : defaultExpression.value(),
                description == null ? "" : description.value());
    }

    private static Shape shape(RecordComponent component, Type type) {
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            return map.getActualTypeArguments()[1] == AttributeValue.class ? new Shape.ValueMap() : new Shape.TextMap();
        }
        if (type == AttributeValue.class) {
            return new Shape.Any();
        }
        if (type instanceof Class<?> raw) {
            var typed = TYPES.get(raw);
            if (typed != null) {
                return new Shape.Typed(typed);
            }
            if (raw.isRecord()) {
                return new Shape.Nested(raw.asSubclass(Record.class));
            }
        }
        throw new IllegalArgumentException(component.getDeclaringRecord().getName() + ": component "
                + component.getName() + " has type " + type.getTypeName() + ", which no expression can fill");
    }
}

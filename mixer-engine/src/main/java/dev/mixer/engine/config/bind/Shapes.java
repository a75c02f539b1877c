package dev.mixer.engine.config.bind;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.spi.Alias;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at record types by reflection. Used while configuration loads, never for a call. */
public final class Shapes {
    private Shapes() {}

    /** The components of a record in their order. */
    public static List<Shape.Component> components(Class<? extends Record> type) {
        requirePublic(type);
        return Arrays.stream(type.getRecordComponents()).map(Shapes::component).toList();
    }

    private static Shape.Component component(RecordComponent component) {
        Class<?> owner = component.getDeclaringRecord();
        Shape shape;
        try {
            shape = of(component.getGenericType());
        } catch (ShapeException e) {
            throw new ShapeException(owner.getName() + "." + component.getName() + ": " + e.getMessage());
        }
        var defaultValue = component.getAnnotation(DefaultValue.class);
        return new Shape.Component(
                component.getName(),
                aliases(component),
                shape,
                defaultValue == null ? null : defaultValue.value(),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                description(component));
    }

    private static List<String> aliases(RecordComponent component) {
        var alias = component.getAnnotation(Alias.class);
        return alias == null
                ? List.of()
                : Stream.of(alias.value()).map(Names::camelCase).toList();
    }

    /** The sentence of {@link Description}, or nothing. */
    static String description(AnnotatedElement element) {
        var description = element.getAnnotation(Description.class);
        return description == null ? "" : description.value();
    }

    private static Shape of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic);
        }
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        throw new ShapeException("the type " + type.getTypeName() + " cannot be bound");
    }

    private static Shape ofGeneric(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        Type raw = type.getRawType();
        if (raw == List.class) {
            return new Shape.Many(of(arguments[0]), false);
        }
        if (raw == Set.class) {
            return new Shape.Many(of(arguments[0]), true);
        }
        if (raw == Optional.class) {
            return new Shape.Maybe(of(arguments[0]));
        }
        if (raw == Map.class && arguments[0] == String.class) {
            return new Shape.Keyed(of(arguments[1]));
        }
        throw new ShapeException("the type " + type.getTypeName()
                + " cannot be bound; List, Set, Optional and Map with String keys can");
    }

    private static Shape ofClass(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return new Shape.Flag();
        } else if (type == Path.class) {
            return new Shape.FilePath();
        } else if (type == Secret.class) {
            return new Shape.Hidden();
        } else if (type == AttributeValue.class) {
            return new Shape.AnyValue();
        } else if (type == SourceText.class) {
            return new Shape.Source();
        } else if (YamlNode.class.isAssignableFrom(type)) {
            return new Shape.Raw();
        } else if (type.isEnum()) {
            return ofEnum(type);
        }
        Optional<Shape.Value> value = Values.shapeOf(type);
        return value.isPresent() ? value.get() : ofStructure(type);
    }

    private static Shape ofEnum(Class<?> type) {
        List<Enum<?>> constants = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            constants.add((Enum<?>) constant);
        }
        return new Shape.Choice(type, List.copyOf(constants));
    }

    private static Shape ofStructure(Class<?> type) {
        if (type.isRecord()) {
            return new Shape.Nested(type.asSubclass(Record.class));
        }
        if (type.isInterface() && type.isSealed()) {
            requirePublic(type);
            return new Shape.OneOf(type, casesOf(type));
        }
        throw new ShapeException("the type " + type.getName() + " cannot be bound");
    }

    private static List<Class<? extends Record>> casesOf(Class<?> type) {
        List<Class<? extends Record>> cases = new ArrayList<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                cases.add(permitted.asSubclass(Record.class));
            } else if (permitted.isSealed()) {
                cases.addAll(casesOf(permitted));
            } else {
                throw new ShapeException("the case " + permitted.getName() + " is not a record");
            }
        }
        return List.copyOf(cases);
    }

    private static void requirePublic(Class<?> type) {
        for (Class<?> level = type; level != null; level = level.getEnclosingClass()) {
            if (!Modifier.isPublic(level.getModifiers())) {
                throw new ShapeException(
                        level.getName() + " must be public, so that the host can bind " + type.getName());
            }
        }
    }
}

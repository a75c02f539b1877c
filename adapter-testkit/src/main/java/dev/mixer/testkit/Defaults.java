package dev.mixer.testkit;

import dev.mixer.spi.DataSize;
import dev.mixer.spi.DefaultValue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes parameters as the host does where the configuration leaves keys out. */
public final class Defaults {
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final Map<String, BigDecimal> SECONDS = Map.of(
            "ms", new BigDecimal("0.001"), "s", BigDecimal.ONE, "m", new BigDecimal(60), "h", new BigDecimal(3600));

    private Defaults() {}

    /** The parameters of an empty configuration. */
    public static <P extends Record> P of(Class<P> type) {
        return of(type, Map.of());
    }

    /**
     * The parameters of a configuration that sets some keys.
     *
     * @param given values by component, of the component's type (for an Optional component: the Optional)
     * @throws IllegalArgumentException as thrown by the record, or if a required key is missing
     */
    public static <P extends Record> P of(Class<P> type, Map<String, ?> given) {
        var components = type.getRecordComponents();
        var unknown = new HashMap<String, Object>(given);
        Arrays.stream(components).forEach(component -> unknown.remove(component.getName()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no " + unknown.keySet());
        }
        var values = Arrays.stream(components)
                .map(component ->
                        given.containsKey(component.getName()) ? given.get(component.getName()) : absent(component))
                .toArray();
        return make(type, components, values);
    }

    private static <P extends Record> P make(Class<P> type, RecordComponent[] components, Object[] values) {
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.getName() + " cannot be made", e);
        }
    }

    private static Object absent(RecordComponent component) {
        var type = component.getType();
        var declared = component.getAnnotation(DefaultValue.class);
        if (declared != null) {
            return read(declared.value(), type);
        } else if (type == Optional.class) {
            return Optional.empty();
        } else if (type == List.class) {
            return List.of();
        } else if (type == Set.class) {
            return Set.of();
        } else if (type == Map.class) {
            return Map.of();
        }
        throw new IllegalArgumentException(component.getName() + " is required");
    }

    private static Object read(String text, Class<?> type) {
        if (type == String.class) {
            return text;
        } else if (type == boolean.class) {
            return Boolean.parseBoolean(text);
        } else if (type == long.class) {
            return Long.parseLong(text);
        } else if (type == int.class) {
            return Integer.parseInt(text);
        } else if (type == double.class) {
            return Double.parseDouble(text);
        } else if (type == Duration.class) {
            return duration(text);
        } else if (type == DataSize.class) {
            return DataSize.parse(text);
        } else if (type == URI.class) {
            return URI.create(text);
        } else if (type == Path.class) {
            return Path.of(text);
        } else if (type.isEnum()) {
            return constant(text, type);
        } else if (type.isRecord() && text.equals("{}")) {
            return of(type.asSubclass(Record.class));
        }
        throw new AssertionError("no default of type " + type.getName() + " can be written as '" + text + "'");
    }

    private static Object constant(String text, Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError(text + " is no " + type.getSimpleName()));
    }

    private static Duration duration(String text) {
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new AssertionError("'" + text + "' is no duration such as 60s");
        }
        var unit = matcher.group(2);
        var seconds = new BigDecimal(matcher.group(1)).multiply(java.util.Objects.requireNonNull(SECONDS.get(unit)));
        return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
    }
}

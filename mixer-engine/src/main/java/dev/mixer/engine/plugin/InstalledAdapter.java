package dev.mixer.engine.plugin;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.Instance;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Set;

/**
 * An adapter that configurations may name.
 *
 * @param adapter the code
 * @param parametersType the record that its handlers' parameters are bound to
 * @param plugin the folder that it came from; {@code built-in} for one that came with the class path
 * @param digest tells one build of the plug-in from another, hexadecimal
 */
public record InstalledAdapter(
        Adapter<?> adapter, Class<? extends Record> parametersType, String plugin, String digest) {
    public InstalledAdapter {
        requireNonNull(adapter, "adapter");
        requireNonNull(parametersType, "parametersType");
    }

    static InstalledAdapter of(Adapter<?> adapter, String plugin, String digest) {
        return new InstalledAdapter(adapter, parametersTypeOf(adapter), plugin, digest);
    }

    /** The adapter's name. */
    public String name() {
        return adapter.name();
    }

    /** The templates that its handlers can serve. */
    public Set<Class<? extends Instance>> templates() {
        return adapter.templates();
    }

    private static Class<? extends Record> parametersTypeOf(Adapter<?> adapter) {
        for (Class<?> type = adapter.getClass(); type != null; type = type.getSuperclass()) {
            for (Type face : type.getGenericInterfaces()) {
                if (face instanceof ParameterizedType generic
                        && generic.getRawType() == Adapter.class
                        && generic.getActualTypeArguments()[0] instanceof Class<?> parameters
                        && parameters.isRecord()) {
                    return parameters.asSubclass(Record.class);
                }
            }
        }
        throw new IllegalArgumentException(
                adapter.getClass().getName() + " must implement Adapter<P> directly, with a record for P");
    }
}

package dev.mixer.adapters.opa.builtin;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The builtins that a host offers its policies, by name. Immutable. */
public final class Builtins {
    /** No builtin at all. */
    public static final Builtins NONE = new Builtins(Map.of());

    private final Map<String, Builtin> byName;

    private Builtins(Map<String, Builtin> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Offers these builtins.
     *
     * @throws IllegalArgumentException if two have one name
     */
    public static Builtins of(Collection<? extends Builtin> builtins) {
        var byName = new TreeMap<String, Builtin>();
        for (var builtin : builtins) {
            if (byName.put(builtin.name(), builtin) != null) {
                throw new IllegalArgumentException("two builtins " + builtin.name());
            }
        }
        return new Builtins(byName);
    }

    /** These builtins, and in place of any of the same name those of {@code others}. */
    public Builtins with(Collection<? extends Builtin> others) {
        var joined = new TreeMap<>(byName);
        others.forEach(builtin -> joined.put(builtin.name(), builtin));
        return new Builtins(joined);
    }

    /** The builtin called {@code name}, or null. */
    public @Nullable Builtin find(String name) {
        return byName.get(name);
    }

    /** The names of all. */
    public Set<String> names() {
        return byName.keySet();
    }
}

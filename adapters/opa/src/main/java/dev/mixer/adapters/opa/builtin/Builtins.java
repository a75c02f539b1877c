package dev.mixer.adapters.opa.builtin;

import java.util.ArrayList;
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

    /**
     * All builtins of OPA that work on values alone; nothing of it reaches beyond the process. What is made of texts that come again
     * (patterns, keys, schemas) is kept with them, so a host should make this once.
     */
    public static Builtins standard() {
        var all = new ArrayList<Builtin>();
        all.addAll(StringBuiltins.all());
        all.addAll(TimeBuiltins.all());
        all.addAll(JwtBuiltins.all());
        all.addAll(HashBuiltins.all());
        all.addAll(X509Builtins.all());
        all.addAll(KeyBuiltins.all());
        all.addAll(RegexBuiltins.all());
        all.addAll(EncodingBuiltins.all());
        all.addAll(UrlQueryBuiltins.all());
        all.addAll(UriBuiltins.all());
        all.addAll(YamlBuiltins.all());
        all.addAll(ObjectBuiltins.all());
        all.addAll(SchemaBuiltins.all());
        all.addAll(UnitBuiltins.all());
        all.addAll(SemverBuiltins.all());
        all.addAll(UuidBuiltins.all());
        all.addAll(NumberBuiltins.all());
        all.addAll(CidrBuiltins.all());
        all.addAll(GraphBuiltins.all());
        all.addAll(GraphQlBuiltins.all());
        all.addAll(TemplateBuiltins.all());
        all.addAll(AwsBuiltins.all());
        all.addAll(HostBuiltins.all());
        return of(all);
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

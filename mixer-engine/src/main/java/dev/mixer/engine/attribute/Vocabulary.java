package dev.mixer.engine.attribute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that exist, by name and by id. Immutable. The standard attributes come first, with the same ids in every
 * vocabulary, so that fronts can prepare their mappings once; those of {@code attributemanifest}s follow.
 */
public final class Vocabulary {
    private static final Vocabulary STANDARD = readStandard();

    private final List<Attribute> attributes;
    private final Map<String, Attribute> byName;

    private Vocabulary(List<Attribute> attributes) {
        this.attributes = List.copyOf(attributes);
        this.byName = new HashMap<>(attributes.size() * 2);
        for (var attribute : attributes) {
            if (byName.put(attribute.name(), attribute) != null) {
                throw new IllegalArgumentException("attribute " + attribute.name() + " is defined twice");
            }
        }
    }

    /** The attributes that every configuration knows. */
    public static Vocabulary standard() {
        return STANDARD;
    }

    /**
     * This vocabulary and the attributes given.
     *
     * @param additions name to type; a name that exists must have the type that it has
     * @throws IllegalArgumentException if a name exists with another type
     */
    public Vocabulary with(Map<String, ValueType> additions) {
        var all = new ArrayList<>(attributes);
        // Sorted, so that equal configurations number alike whatever order their manifests were read in.
        new TreeMap<>(additions).forEach((name, type) -> {
            var known = byName.get(name);
            if (known == null) {
                all.add(new Attribute(all.size(), name, type, ""));
            } else if (known.type() != type) {
                throw new IllegalArgumentException(
                        "attribute " + name + " is " + known.type() + ", it cannot be " + type + " as well");
            }
        });
        return all.size() == attributes.size() ? this : new Vocabulary(all);
    }

    /** The attribute of a name. */
    public Optional<Attribute> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The attribute of a name, or null: for decoders, which ask for each word of a message. */
    public @Nullable Attribute get(String name) {
        return byName.get(name);
    }

    /**
     * The attribute of a name that the caller knows to be standard.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Attribute require(String name) {
        var attribute = byName.get(name);
        if (attribute == null) {
            throw new IllegalArgumentException("no attribute " + name);
        }
        return attribute;
    }

    /** All attributes in order of their ids. */
    public List<Attribute> attributes() {
        return attributes;
    }

    /** How many there are: ids are below this. */
    public int size() {
        return attributes.size();
    }

    private static Vocabulary readStandard() {
        try (var in = Vocabulary.class.getResourceAsStream("vocabulary.txt")) {
            if (in == null) {
                throw new IllegalStateException("vocabulary.txt is missing from the engine's jar");
            }
            var list = new ArrayList<Attribute>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.startsWith("#")) {
                    var fields = line.split(" ", 3);
                    list.add(new Attribute(list.size(), fields[0], ValueType.valueOf(fields[1]), fields[2]));
                }
            }
            return new Vocabulary(list);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

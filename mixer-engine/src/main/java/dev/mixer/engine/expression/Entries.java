package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.EvaluationFault;
import dev.mixer.engine.attribute.HeaderNames;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles {@code map[key]}. Where the map is an attribute only the entry is read, so that the answer depends on that
 * entry and not on the whole map (contract C13); with a constant key the entry has a slot of its own.
 */
final class Entries {
    /** What a look-up answers for a key that a present map lacks; no map's entry equals it. */
    private static final Object MISSING = new Object();

    /** How one key is looked up; answers null without a fault where the map is absent. */
    @FunctionalInterface
    private interface Lookup {
        @Nullable
        Object find(AttributeReader reader, String key);
    }

    private final Compiler compiler;

    Entries(Compiler compiler) {
        this.compiler = compiler;
    }

    /** A missing key of a present map is the empty text. */
    Value strict(Typed.Entry entry) {
        if (entry.map() instanceof Typed.Read(var attribute, int offset)) {
            var absent = compiler.absent(attribute.name(), offset);
            int map = compiler.slots().slot(attribute);
            if (entry.key() instanceof Typed.Literal(var key, var _, var _)) {
                int slot = compiler.slots().slot(attribute, (String) key);
                return reader -> {
                    var value = reader.readEntryOrEmpty(slot, map);
                    return value != null ? value : fail(reader, slot, map, absent);
                };
            }
            var key = compiler.strict(entry.key());
            return reader -> {
                var name = key.of(reader);
                if (name == null) {
                    return null;
                }
                var value = reader.readEntryOrEmpty(map, (String) name);
                return value != null ? value : Compiler.fail(reader, map, absent);
            };
        }
        var key = compiler.strict(entry.key());
        var lookup = lookup(entry.map(), false);
        return reader -> {
            var name = key.of(reader);
            var value = name == null ? null : lookup.find(reader, (String) name);
            return MISSING.equals(value) ? "" : value;
        };
    }

    /** Map, key and the key's own value may be absent. */
    Value optional(Typed.Entry entry) {
        if (entry.map() instanceof Typed.Read(var attribute, var _)
                && entry.key() instanceof Typed.Literal(var constant, var _, var _)) {
            int slot = compiler.slots().slot(attribute, (String) constant);
            int map = compiler.slots().slot(attribute);
            return reader -> {
                var value = reader.read(slot);
                return value != null ? value : refused(reader, slot, map);
            };
        }
        var key = compiler.optional(entry.key());
        if (entry.map() instanceof Typed.Read(var attribute, var _)) {
            int map = compiler.slots().slot(attribute);
            return reader -> {
                var name = key.of(reader);
                var value = name == null ? null : reader.readEntry(map, (String) name);
                return value != null || reader.fault() != null ? value : refused(reader, map, map);
            };
        }
        var lookup = lookup(entry.map(), true);
        return reader -> {
            var name = key.of(reader);
            var value = name == null ? null : lookup.find(reader, (String) name);
            return MISSING.equals(value) ? null : value;
        };
    }

    /** The look-up in a map. Of {@code a | b} the first map that is present decides, also where it lacks the key. */
    private Lookup lookup(Typed map, boolean mayBeAbsent) {
        if (map instanceof Typed.Read(var attribute, int offset)) {
            return inAttribute(
                    compiler.slots().slot(attribute), compiler.absent(attribute.name(), offset), mayBeAbsent);
        }
        if (map instanceof Typed.Chain(var _, var operands, var _, var _)) {
            var lookups = new Lookup[operands.size()];
            for (int i = 0; i < lookups.length; i++) {
                lookups[i] = lookup(operands.get(i), mayBeAbsent || i < lookups.length - 1);
            }
            return withHeaderNames(map, (reader, key) -> {
                for (var lookup : lookups) {
                    var value = lookup.find(reader, key);
                    if (value != null || reader.fault() != null) {
                        return value;
                    }
                }
                return null;
            });
        }
        var whole = mayBeAbsent ? compiler.optional(map) : compiler.strict(map);
        return withHeaderNames(map, (reader, key) -> {
            if (!(whole.of(reader) instanceof Map<?, ?> found)) {
                return null;
            }
            var value = found.get(key);
            return value == null ? MISSING : value;
        });
    }

    private static Lookup inAttribute(int slot, EvaluationFault absent, boolean mayBeAbsent) {
        return (reader, key) -> {
            var value = reader.readEntry(slot, key);
            if (value != null) {
                return value;
            }
            if (reader.readEntryOrEmpty(slot, key) != null) {
                return MISSING;
            }
            return mayBeAbsent && !reader.isUnusable(slot) ? null : Compiler.fail(reader, slot, absent);
        };
    }

    private static Lookup withHeaderNames(Typed map, Lookup lookup) {
        return Checker.holdsHeaders(map) ? (reader, key) -> lookup.find(reader, HeaderNames.fold(key)) : lookup;
    }

    private static @Nullable Object fail(AttributeReader reader, int slot, int map, EvaluationFault absent) {
        return reader.isUnusable(slot) ? Compiler.unusable(reader, slot) : Compiler.fail(reader, map, absent);
    }

    private static @Nullable Object refused(AttributeReader reader, int slot, int map) {
        if (reader.isUnusable(slot)) {
            return Compiler.unusable(reader, slot);
        }
        return reader.isUnusable(map) ? Compiler.unusable(reader, map) : null;
    }
}

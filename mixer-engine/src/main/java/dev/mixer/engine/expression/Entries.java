package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.ValueType;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles {@code map[key]}. Where the map is an attribute only the entry is read, so that the answer depends on that
 * entry and not on the whole map (contract C13); with a constant key the entry has a slot of its own.
 */
final class Entries {
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
        var lookup = lookup(entry.map(), true, false);
        return reader -> {
            var name = key.of(reader);
            return name == null ? null : lookup.find(reader, (String) name);
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
        var lookup = lookup(entry.map(), false, true);
        return reader -> {
            var name = key.of(reader);
            return name == null ? null : lookup.find(reader, (String) name);
        };
    }

    /**
     * The look-up in a map that may be a default, or chosen.
     *
     * @param emptyWhenMissing whether a missing key of a present map is the empty text
     * @param mayBeAbsent whether the map may be absent without a fault
     */
    private Lookup lookup(Typed map, boolean emptyWhenMissing, boolean mayBeAbsent) {
        if (map instanceof Typed.Chain chain) {
            return firstPresent(chain, emptyWhenMissing, mayBeAbsent);
        }
        if (map instanceof Typed.Read(var attribute, int offset)) {
            int slot = compiler.slots().slot(attribute);
            var absent = compiler.absent(attribute.name(), offset);
            return (reader, key) -> {
                Object value = emptyWhenMissing ? reader.readEntryOrEmpty(slot, key) : reader.readEntry(slot, key);
                if (value != null) {
                    return value;
                }
                return mayBeAbsent
                        ? (reader.isUnusable(slot) ? Compiler.unusable(reader, slot) : null)
                        : Compiler.fail(reader, slot, absent);
            };
        }
        boolean headers = Checker.holdsHeaders(map);
        var whole = mayBeAbsent ? compiler.optional(map) : compiler.strict(map);
        return (reader, key) -> whole.of(reader) instanceof Map<?, ?> found
                ? entry(found, headers ? key.toLowerCase(Locale.ROOT) : key, emptyWhenMissing)
                : null;
    }

    /** {@code (a | b)[key]}: the first map that is present decides, also where it lacks the key. */
    private Lookup firstPresent(Typed.Chain chain, boolean emptyWhenMissing, boolean mayBeAbsent) {
        var operands = chain.operands();
        var lookups = new Lookup[operands.size()];
        for (int i = 0; i < lookups.length; i++) {
            boolean last = i == lookups.length - 1;
            lookups[i] = lookup(operands.get(i), true, !last || mayBeAbsent);
        }
        boolean headers = Checker.holdsHeaders(chain);
        return (reader, given) -> {
            var key = headers ? given.toLowerCase(Locale.ROOT) : given;
            for (int i = 0; i < lookups.length; i++) {
                var value = lookups[i].find(reader, key);
                if (value != null) {
                    return value.equals("") && !emptyWhenMissing ? missing(operands.get(i), reader, key) : value;
                }
                if (reader.fault() != null) {
                    return null;
                }
            }
            return null;
        };
    }

    /** Tells an empty entry from one that is missing. */
    private @Nullable Object missing(Typed map, AttributeReader reader, String key) {
        if (Compiler.attribute(map) instanceof dev.mixer.engine.attribute.Attribute attribute
                && attribute.type() == ValueType.STRING_MAP) {
            return reader.readEntry(compiler.slots().slot(attribute), key);
        }
        return null;
    }

    private static @Nullable Object entry(Map<?, ?> map, String key, boolean emptyWhenMissing) {
        var value = map.get(key);
        return value == null && emptyWhenMissing ? "" : value;
    }

    private static @Nullable Object fail(
            AttributeReader reader, int slot, int map, dev.mixer.engine.attribute.EvaluationFault absent) {
        return reader.isUnusable(slot) ? Compiler.unusable(reader, slot) : Compiler.fail(reader, map, absent);
    }

    private static @Nullable Object refused(AttributeReader reader, int slot, int map) {
        if (reader.isUnusable(slot)) {
            return Compiler.unusable(reader, slot);
        }
        return reader.isUnusable(map) ? Compiler.unusable(reader, map) : null;
    }
}

package dev.mixer.adapters.opa.projection;

import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the input that a policy reads, as a tree of keys. A part is read as a whole, or only some of its keys are; a part
 * without keys is one of which only its being there and its type matter. Immutable.
 *
 * @param whole whether everything below is read; there are no keys then
 * @param keys what is read below each key
 */
public record InputPaths(boolean whole, Map<String, InputPaths> keys) {
    private static final InputPaths ALL = new InputPaths(true, Map.of());
    private static final InputPaths NOTHING = new InputPaths(false, Map.of());

    public InputPaths {
        keys = Map.copyOf(keys);
        if (whole && !keys.isEmpty()) {
            throw new IllegalArgumentException("a part that is read as a whole has no keys");
        }
    }

    /** Everything is read, or nothing is known. */
    public static InputPaths all() {
        return ALL;
    }

    /** Nothing below is read. */
    public static InputPaths nothing() {
        return NOTHING;
    }

    /** What is read below {@code key}, or null for nothing. */
    public @Nullable InputPaths below(String key) {
        return whole ? ALL : keys.get(key);
    }

    /** What either reads. */
    public InputPaths and(InputPaths other) {
        if (whole || other.whole) {
            return ALL;
        }
        var joined = new TreeMap<>(keys);
        other.keys.forEach((key, paths) -> joined.merge(key, paths, InputPaths::and));
        return new InputPaths(false, joined);
    }

    /** The tree as JSON: true for a whole, else an object of keys. */
    public RegoValue toValue() {
        if (whole) {
            return RegoBoolean.TRUE;
        }
        var object = RegoObject.builder();
        keys.forEach((key, paths) -> object.put(key, paths.toValue()));
        return object.build();
    }

    /**
     * Reads what {@link #toValue} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static InputPaths of(RegoValue value) {
        return switch (value) {
            case RegoBoolean(var whole) when whole -> ALL;
            case RegoObject object -> {
                var keys = new TreeMap<String, InputPaths>();
                object.forEach((key, below) -> {
                    if (!(key instanceof RegoString(var name))) {
                        throw new IllegalArgumentException("a key of input paths is no text");
                    }
                    keys.put(name, of(below));
                });
                yield new InputPaths(false, keys);
            }
            default -> throw new IllegalArgumentException("input paths are true or objects of them");
        };
    }
}

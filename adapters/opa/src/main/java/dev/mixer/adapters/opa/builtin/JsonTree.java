package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds and changes values deep inside of others by paths of keys. Nothing (null) is what is left of a deleted document. Stateless. */
public final class JsonTree {
    private JsonTree() {}

    /** What is at the path. */
    public static RegoValue get(@Nullable RegoValue document, List<RegoValue> path) throws BuiltinException {
        var value = present(document);
        for (var key : path) {
            value = child(value, key);
        }
        return value;
    }

    /** Adds to arrays, sets in objects and sets; the empty path is the document itself. */
    public static RegoValue insert(@Nullable RegoValue document, List<RegoValue> path, RegoValue value)
            throws BuiltinException {
        if (path.isEmpty()) {
            return value;
        }
        var parent = present(document);
        var key = path.getFirst();
        if (path.size() > 1) {
            return replaced(parent, key, insert(child(parent, key), path.subList(1, path.size()), value));
        }
        return switch (parent) {
            case RegoObject object ->
                RegoObject.builder().putAll(object).put(key, value).build();
            case RegoSet set -> {
                if (!key.equals(value)) {
                    throw new BuiltinException("an element of a set must be its own key");
                }
                var elements = new ArrayList<>(set.elements());
                elements.add(value);
                yield RegoSet.of(elements);
            }
            case RegoArray array -> {
                var elements = new ArrayList<>(array.elements());
                elements.add(index(key, array.size(), array.size()), value);
                yield new RegoArray(elements);
            }
            default -> throw new BuiltinException("a path leads into a value that has no parts");
        };
    }

    /** The document without what is at the path, which must be there. */
    public static @Nullable RegoValue delete(@Nullable RegoValue document, List<RegoValue> path)
            throws BuiltinException {
        var parent = present(document);
        if (path.isEmpty()) {
            return null;
        }
        var key = path.getFirst();
        var child = child(parent, key);
        var left = path.size() > 1 ? delete(child, path.subList(1, path.size())) : null;
        return replaced(parent, key, left);
    }

    private static RegoValue present(@Nullable RegoValue document) throws BuiltinException {
        if (document == null) {
            throw new BuiltinException("the patch has removed the whole document");
        }
        return document;
    }

    private static RegoValue child(RegoValue parent, RegoValue key) throws BuiltinException {
        var child = switch (parent) {
            case RegoObject object -> object.get(key);
            case RegoSet set -> set.contains(key) ? key : null;
            case RegoArray array -> array.get(index(key, array.size(), array.size() - 1));
            default -> null;
        };
        if (child == null) {
            throw new BuiltinException("a path leads to nothing");
        }
        return child;
    }

    /** The parent with another value at a key that it has, or without the key. */
    private static RegoValue replaced(RegoValue parent, RegoValue key, @Nullable RegoValue value)
            throws BuiltinException {
        return switch (parent) {
            case RegoObject object -> {
                var builder = RegoObject.builder();
                object.forEach((name, old) -> {
                    if (!name.equals(key)) {
                        builder.put(name, old);
                    } else if (value != null) {
                        builder.put(name, value);
                    }
                });
                yield builder.build();
            }
            case RegoSet set -> {
                var elements = new ArrayList<>(set.elements());
                elements.remove(key);
                if (value != null) {
                    elements.add(value);
                }
                yield RegoSet.of(elements);
            }
            case RegoArray array -> {
                var elements = new ArrayList<>(array.elements());
                int index = index(key, array.size(), array.size() - 1);
                if (value == null) {
                    elements.remove(index);
                } else {
                    elements.set(index, value);
                }
                yield new RegoArray(elements);
            }
            default -> throw new BuiltinException("a path leads into a value that has no parts");
        };
    }

    /** An index up to {@code most}; a dash is the one after the last. */
    private static int index(RegoValue key, int size, int most) throws BuiltinException {
        long index = switch (key) {
            case RegoString(var text) when text.equals("-") -> size;
            case RegoString(var text) when text.matches("0|[1-9][0-9]{0,8}") -> Integer.parseInt(text);
            case RegoNumber number -> number.asLong().orElse(-1);
            default -> -1;
        };
        if (index < 0 || index > most) {
            throw new BuiltinException("a path has an index that its array lacks");
        }
        return (int) index;
    }
}

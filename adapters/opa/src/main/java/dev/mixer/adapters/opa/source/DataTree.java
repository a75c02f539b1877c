package dev.mixer.adapters.opa.source;

import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Data documents put together: each at the place that its folder names, as OPA does it for bundles. Used by one thread. */
final class DataTree {
    private final Map<String, Object> root = new TreeMap<>();
    private final Map<String, String> writers = new HashMap<>();

    /**
     * Adds a document.
     *
     * @param at the names of its folders
     * @param file how messages call it
     * @throws InvalidPolicyException if it is no object, or another file says something else in the same place
     */
    void add(List<String> at, RegoValue document, String file) throws InvalidPolicyException {
        if (!(document instanceof RegoObject object)) {
            throw new InvalidPolicyException(file + ": the data must be an object, not "
                    + document.type().name().toLowerCase(java.util.Locale.ROOT));
        }
        var place = root;
        var path = "";
        for (var name : at) {
            path += "/" + name;
            place = inner(place, name, path, file);
        }
        merge(place, object, path, file);
    }

    private void merge(Map<String, Object> place, RegoObject object, String path, String file)
            throws InvalidPolicyException {
        for (int i = 0; i < object.size(); i++) {
            var key = object.keys().get(i) instanceof RegoString(var name)
                    ? name
                    : object.keys().get(i).toString();
            var value = object.values().get(i);
            var here = path + "/" + key;
            if (value instanceof RegoObject nested) {
                merge(inner(place, key, here, file), nested, here, file);
            } else if (place.putIfAbsent(key, value) != null) {
                throw conflict(here, file);
            } else {
                writers.put(here, file);
            }
        }
    }

    @SuppressWarnings("unchecked") // the tree holds values of Rego and maps like itself
    private Map<String, Object> inner(Map<String, Object> place, String name, String path, String file)
            throws InvalidPolicyException {
        var there = place.computeIfAbsent(name, _ -> new TreeMap<String, Object>());
        if (there instanceof Map<?, ?> map) {
            writers.putIfAbsent(path, file);
            return (Map<String, Object>) map;
        }
        throw conflict(path, file);
    }

    private InvalidPolicyException conflict(String path, String file) {
        return new InvalidPolicyException(
                file + ": the data at " + path + " is already given by " + writers.getOrDefault(path, "another file"));
    }

    RegoObject build() {
        return object(root);
    }

    private static RegoObject object(Map<?, ?> tree) {
        var object = RegoObject.builder();
        tree.forEach((key, value) ->
                object.put(String.valueOf(key), value instanceof Map<?, ?> inner ? object(inner) : (RegoValue) value));
        return object.build();
    }
}

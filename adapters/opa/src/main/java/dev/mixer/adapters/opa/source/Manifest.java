package dev.mixer.adapters.opa.source;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says about itself in {@code .manifest}. Source: the page "Bundles" of OPA's documentation.
 *
 * @param revision what its makers call it; empty: nothing
 * @param modules the compiled modules by the entrypoints that they answer, as paths without a leading slash
 * @param version the version of Rego of its sources, 0 or 1
 * @param fileVersions the versions of some of its sources, by patterns of their paths
 */
record Manifest(
        String revision, Roots roots, Map<String, String> modules, int version, Map<String, Integer> fileVersions) {
    static final String FILE = ".manifest";
    static final Manifest NONE = new Manifest("", Roots.ALL, Map.of(), 1, Map.of());

    static Manifest parse(String shown, byte[] content) throws InvalidPolicyException {
        RegoValue value;
        try {
            value = Json.parse(content);
        } catch (MalformedValueException e) {
            throw new InvalidPolicyException(shown + ":" + e.line() + ":" + e.column() + ": " + e.getMessage());
        }
        if (!(value instanceof RegoObject object)) {
            throw new InvalidPolicyException(shown + ": must be an object");
        }
        var reader = new Reader(shown, object);
        return new Manifest(
                reader.text("revision"),
                reader.roots(),
                reader.modules(),
                version(shown, "rego_version", object.get("rego_version")),
                reader.fileVersions());
    }

    /** The version of Rego of one source. Where several patterns fit, the first in the order of texts counts, as in OPA. */
    int version(String path) {
        for (var entry : new java.util.TreeMap<>(fileVersions).entrySet()) {
            if (pattern(entry.getKey()).matcher("/" + path).matches()) {
                return entry.getValue();
            }
        }
        return version;
    }

    private static Pattern pattern(String glob) {
        var regex = glob.chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    private static int version(String shown, String field, @Nullable RegoValue value) throws InvalidPolicyException {
        if (value == null || value instanceof RegoNull) {
            return 1;
        }
        if (value instanceof RegoNumber number
                && (number.text().equals("0") || number.text().equals("1"))) {
            return number.text().equals("0") ? 0 : 1;
        }
        throw new InvalidPolicyException(shown + ": " + field + " must be 0 or 1, not " + Json.write(value));
    }

    /** Reads fields; {@code null} is the same as none, as in OPA. */
    private record Reader(String shown, RegoObject object) {
        @Nullable
        RegoValue field(String name) {
            var value = object.get(name);
            return value instanceof RegoNull ? null : value;
        }

        String text(String name) throws InvalidPolicyException {
            return switch (field(name)) {
                case null -> "";
                case RegoString(var text) -> text;
                case RegoValue _ -> throw fault(name + " must be a text");
            };
        }

        Roots roots() throws InvalidPolicyException {
            var value = field("roots");
            if (value == null) {
                return Roots.ALL;
            }
            var paths = new ArrayList<String>();
            for (var element : list("roots")) {
                if (!(element instanceof RegoString(var path))) {
                    throw fault("roots must be a list of texts");
                }
                paths.add(path);
            }
            var roots = new Roots(paths);
            var overlap = roots.overlap();
            if (overlap.isPresent()) {
                throw fault("roots '" + overlap.get().getFirst() + "' and '"
                        + overlap.get().getLast() + "' overlap");
            }
            return roots;
        }

        Map<String, String> modules() throws InvalidPolicyException {
            var modules = new LinkedHashMap<String, String>();
            for (var element : list("wasm")) {
                if (!(element instanceof RegoObject resolver)
                        || !(resolver.get("entrypoint") instanceof RegoString(var entrypoint))
                        || !(resolver.get("module") instanceof RegoString(var module))) {
                    throw fault("wasm must be a list of objects with entrypoint and module");
                }
                if (modules.put(entrypoint, module.replaceFirst("^/+", "")) != null) {
                    throw fault("wasm names the entrypoint " + entrypoint + " twice");
                }
            }
            return modules;
        }

        Map<String, Integer> fileVersions() throws InvalidPolicyException {
            var versions = new LinkedHashMap<String, Integer>();
            switch (field("file_rego_versions")) {
                case null -> {}
                case RegoObject files -> {
                    for (int i = 0; i < files.size(); i++) {
                        var file = ((RegoString) files.keys().get(i)).value();
                        versions.put(
                                file,
                                version(
                                        shown,
                                        "file_rego_versions of " + file,
                                        files.values().get(i)));
                    }
                }
                case RegoValue _ -> throw fault("file_rego_versions must be an object");
            }
            return versions;
        }

        private List<RegoValue> list(String name) throws InvalidPolicyException {
            return switch (field(name)) {
                case null -> List.of();
                case RegoArray(var elements) -> elements;
                case RegoValue _ -> throw fault(name + " must be a list");
            };
        }

        private InvalidPolicyException fault(String what) {
            return new InvalidPolicyException(shown + ": " + what);
        }
    }
}

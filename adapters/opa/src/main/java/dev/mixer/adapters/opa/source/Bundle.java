package dev.mixer.adapters.opa.source;

import static java.util.Objects.requireNonNull;

import dev.mixer.adapters.opa.value.RegoObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a policy that says which part of {@code data} it owns. Several of them make one policy.
 *
 * @param files what it holds; of some bundles data alone
 */
public record Bundle(PolicyFiles files, Roots roots) {
    static final String WASM = "policy.wasm";
    static final String PLAN = "plan.json";
    static final String DIGEST = "policy.wasm.sources";

    /**
     * A bundle of its files by their paths within it.
     *
     * @throws InvalidPolicyException if it holds anything outside of its roots, or what its manifest says is not so
     */
    static Bundle of(String name, Map<String, byte[]> files) throws InvalidPolicyException {
        var content = files.get(Manifest.FILE);
        var manifest = content == null ? Manifest.NONE : Manifest.parse(name + "/" + Manifest.FILE, content);
        var sources = new ArrayList<RegoSource>();
        var data = new DataTree();
        for (var file : new TreeMap<>(files).entrySet()) {
            var path = file.getKey();
            var shown = name + "/" + path;
            if (path.endsWith(PolicyReader.REGO)) {
                var text = PolicyReader.text(shown, file.getValue());
                var source = new RegoSource(shown, text, manifest.version(path));
                if (!source.isTest()) {
                    requireInside(manifest.roots(), source);
                    sources.add(source);
                }
            } else if (DataDocument.isOne(PolicyReader.last(path))) {
                var folders = Arrays.asList(path.split("/", -1));
                data.add(folders.subList(0, folders.size() - 1), DataDocument.read(shown, file.getValue()), shown);
            }
        }
        var tree = data.build();
        var outside = manifest.roots().outside(tree);
        if (outside != null) {
            throw new InvalidPolicyException(
                    name + ": the data at " + outside + " is outside of the manifest's roots " + manifest.roots());
        }
        var compiled = compiled(name, files, manifest);
        return new Bundle(new PolicyFiles(name, sources, tree, compiled, manifest.revision()), manifest.roots());
    }

    /**
     * What it becomes by a delta bundle: the same with other data, and a revision of its own.
     *
     * @throws InvalidPolicyException if the delta brings more than that, or does not fit; then nothing has changed
     */
    Bundle patched(String name, Map<String, byte[]> delta) throws InvalidPolicyException {
        for (var path : new TreeMap<>(delta).keySet()) {
            if (!path.equals(DataPatch.FILE) && !path.equals(Manifest.FILE)) {
                throw new InvalidPolicyException(
                        name + "/" + path + ": a delta bundle holds only " + DataPatch.FILE + " and " + Manifest.FILE);
            }
        }
        var content = delta.get(Manifest.FILE);
        var manifest = content == null ? Manifest.NONE : Manifest.parse(name + "/" + Manifest.FILE, content);
        if (!new HashSet<>(manifest.roots().paths()).equals(new HashSet<>(roots.paths()))) {
            throw new InvalidPolicyException(name + ": the delta bundle is for the roots " + manifest.roots()
                    + ", the bundle before it has " + roots);
        }
        var patch = DataPatch.parse(name + "/" + DataPatch.FILE, requireNonNull(delta.get(DataPatch.FILE)));
        patch.requireInside(roots);
        return new Bundle(
                new PolicyFiles(
                        files.name(),
                        files.sources(),
                        patch.apply(files.data()),
                        files.compiled(),
                        manifest.revision()),
                roots);
    }

    private static void requireInside(Roots roots, RegoSource source) throws InvalidPolicyException {
        var names = source.packageNames();
        if (!names.isEmpty() && !roots.contain(names)) {
            throw new InvalidPolicyException(source.name() + ": the package " + String.join(".", names)
                    + " is outside of the manifest's roots " + roots);
        }
    }

    private static PolicyFiles.@Nullable Compiled compiled(String name, Map<String, byte[]> files, Manifest manifest)
            throws InvalidPolicyException {
        for (var entry : manifest.modules().entrySet()) {
            if (!files.containsKey(entry.getValue())) {
                throw new InvalidPolicyException(
                        name + ": the manifest names the module " + entry.getValue() + ", which is not in the bundle");
            }
            if (!manifest.roots().contain(entry.getKey())) {
                throw new InvalidPolicyException(name + ": the entrypoint " + entry.getKey()
                        + " is outside of the manifest's roots " + manifest.roots());
            }
        }
        var modules = manifest.modules().values().stream().distinct().toList();
        if (modules.size() > 1) {
            throw new InvalidPolicyException(name + ": has several compiled modules (" + String.join(", ", modules)
                    + "); this host takes one: build all entrypoints together");
        }
        var wasm = files.get(modules.isEmpty() ? WASM : modules.getFirst());
        var digest = files.get(DIGEST);
        return wasm == null
                ? null
                : new PolicyFiles.Compiled(
                        wasm,
                        files.get(PLAN),
                        digest == null ? "" : PolicyReader.text(DIGEST, digest).strip(),
                        manifest.modules().keySet());
    }

    /**
     * The policy that bundles make together.
     *
     * @param bundles by their names, at least one
     * @throws InvalidPolicyException if two of them own the same, or they hold nothing that decides
     */
    public static PolicyFiles join(Map<String, Bundle> bundles) throws InvalidPolicyException {
        requireApart(bundles);
        var sources = new ArrayList<RegoSource>();
        var data = new DataTree();
        var modules = new HashMap<String, PolicyFiles.Compiled>();
        for (var entry : bundles.entrySet()) {
            var files = entry.getValue().files();
            sources.addAll(files.sources());
            data.add(List.of(), files.data(), files.name());
            if (files.compiled() != null) {
                modules.put(entry.getKey(), files.compiled());
            }
        }
        var name =
                bundles.values().stream().map(bundle -> bundle.files().name()).collect(Collectors.joining(", "));
        if (sources.isEmpty() && modules.isEmpty()) {
            throw new InvalidPolicyException(name + ": hold neither modules (.rego) nor " + WASM
                    + (bundles.values().stream().anyMatch(Bundle::isConfiguration)
                            ? "; the data is configuration of OPA (discovery), which has no effect here: name the bundles"
                                    + " in the handler's parameters"
                            : ""));
        }
        if (modules.size() > 1) {
            throw new InvalidPolicyException(
                    "bundles " + String.join(" and ", new TreeMap<>(modules).keySet())
                            + " bring a compiled module each; a handler takes one: make a handler for each, or one bundle of both");
        }
        var compiled = modules.isEmpty() ? null : modules.values().iterator().next();
        return new PolicyFiles(name, sources, data.build(), compiled, revision(bundles));
    }

    /** Whether the data is what OPA expects of a discovery bundle, at the top or in a document of any name. */
    private boolean isConfiguration() {
        return Stream.concat(Stream.of(files.data()), files.data().values().stream())
                .anyMatch(value -> value instanceof RegoObject object
                        && (object.get("bundles") instanceof RegoObject
                                || object.get("services") != null
                                || object.get("decision_logs") instanceof RegoObject));
    }

    /** @throws InvalidPolicyException if two bundles own the same */
    public static void requireApart(Map<String, Bundle> bundles) throws InvalidPolicyException {
        var entries = List.copyOf(bundles.entrySet());
        for (int i = 0; i < entries.size(); i++) {
            for (int j = i + 1; j < entries.size(); j++) {
                var one = entries.get(i);
                var other = entries.get(j);
                var overlap = one.getValue().roots().overlap(other.getValue().roots());
                if (overlap.isPresent()) {
                    throw new InvalidPolicyException("bundles " + one.getKey() + " and " + other.getKey()
                            + " overlap: their roots are '" + overlap.get().getFirst() + "' and '"
                            + overlap.get().getLast() + "'; give each a root of its own in its .manifest");
                }
            }
        }
    }

    /** One bundle's own; of several those that have one, each after its bundle's name. */
    private static String revision(Map<String, Bundle> bundles) {
        if (bundles.size() == 1) {
            return bundles.values().iterator().next().files().revision();
        }
        return bundles.entrySet().stream()
                .filter(entry -> !entry.getValue().files().revision().isEmpty())
                .map(entry -> entry.getKey() + "=" + entry.getValue().files().revision())
                .collect(Collectors.joining(","));
    }
}

package dev.mixer.adapters.opa.source;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles Rego to WebAssembly by OPA's own command. What was compiled is kept by content, so that a configuration that is read again
 * costs nothing. Safe for all threads.
 */
public final class RegoCompiler {
    private static final int MOST_KEPT = 64;
    private static final String SOURCES = "sources";
    private static final long LARGEST_OUTPUT = 256L << 20;

    private record Question(String sources, List<String> entrypoints, Object program) {}

    private final Capabilities capabilities = new Capabilities();

    private final Map<Question, PolicyFiles.Compiled> kept = new ConcurrentHashMap<>();

    /**
     * Compiles sources.
     *
     * @param entrypoints paths of rules, {@code envoy/authz/allow}, at least one
     * @throws InvalidPolicyException if OPA finds faults, each with its place
     * @throws IOException if OPA cannot be run or breaks down; the same sources may compile at the next attempt
     */
    public PolicyFiles.Compiled compile(PolicyFiles files, List<String> entrypoints, OpaCommand opa)
            throws InvalidPolicyException, IOException, InterruptedException {
        var question = new Question(files.sourcesDigest(), entrypoints, opa.fingerprint());
        var known = kept.get(question);
        if (known == null) {
            known = build(files, entrypoints, opa, question.sources());
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
            kept.put(question, known);
        }
        return known;
    }

    private PolicyFiles.Compiled build(PolicyFiles files, List<String> entrypoints, OpaCommand opa, String digest)
            throws InvalidPolicyException, IOException, InterruptedException {
        var folder = Files.createTempDirectory("mixer-rego");
        try {
            var names = write(files.sources(), Files.createDirectory(folder.resolve(SOURCES)));
            var common = new ArrayList<>(
                    List.of("--capabilities", capabilities.write(opa, folder).toString()));
            common.addAll(what(files.sources(), names, folder));
            var wasm = output("wasm", names, entrypoints, opa, folder, common);
            var plan = output("plan", names, entrypoints, opa, folder, common);
            var module = wasm.get("policy.wasm");
            if (module == null) {
                throw new IOException(opa.program() + " made no policy.wasm");
            }
            return new PolicyFiles.Compiled(module, plan.get("plan.json"), digest);
        } finally {
            delete(folder);
        }
    }

    /**
     * Under names that tell nothing, so that messages can be given the names that people know, and relative to the folder: OPA writes
     * them into what it makes, which is to be the same on every machine.
     */
    private static Map<Path, String> write(List<RegoSource> sources, Path folder) throws IOException {
        var names = new LinkedHashMap<Path, String>();
        for (var source : sources) {
            var file = Path.of("mixer_module_" + names.size() + ".rego");
            Files.writeString(folder.resolve(file), source.text());
            names.put(file, source.name());
        }
        return names;
    }

    /** What to compile: files of one version of Rego, or a bundle whose manifest tells the version of each. */
    private static List<String> what(List<RegoSource> sources, Map<Path, String> names, Path folder)
            throws IOException {
        var old = new ArrayList<String>();
        var files = List.copyOf(names.keySet());
        for (int i = 0; i < files.size(); i++) {
            if (sources.get(i).version() == 0) {
                old.add("\"/" + files.get(i).getFileName() + "\":0");
            }
        }
        if (!old.isEmpty() && old.size() < files.size()) {
            var bundle = folder.resolve(SOURCES);
            Files.writeString(
                    bundle.resolve(Manifest.FILE), "{\"file_rego_versions\":{" + String.join(",", old) + "}}");
            return List.of("--bundle", ".");
        }
        var arguments = new ArrayList<>(old.isEmpty() ? List.<String>of() : List.of("--v0-compatible"));
        files.forEach(file -> arguments.add(file.toString()));
        return arguments;
    }

    private static Map<String, byte[]> output(
            String target,
            Map<Path, String> names,
            List<String> entrypoints,
            OpaCommand opa,
            Path folder,
            List<String> common)
            throws InvalidPolicyException, IOException, InterruptedException {
        var archive = folder.resolve(target + ".tar.gz");
        var arguments = new ArrayList<>(List.of("build", "--target", target, "--output", archive.toString()));
        entrypoints.forEach(entrypoint -> arguments.addAll(List.of("--entrypoint", entrypoint)));
        arguments.addAll(common);
        var outcome = opa.run(arguments, folder.resolve(SOURCES));
        if (outcome.isBreakdown()) {
            throw new IOException(
                    opa.program() + " broke down (status " + outcome.exit() + "): " + outcome.firstError());
        }
        if (outcome.exit() != 0) {
            throw new InvalidPolicyException(faults(outcome, names, opa, folder, common));
        }
        return Archive.read(new ByteArrayInputStream(Files.readAllBytes(archive)), "the output of OPA", LARGEST_OUTPUT);
    }

    /** OPA's {@code build} tells lines, its {@code check} columns as well. */
    private static List<String> faults(
            OpaCommand.Outcome build, Map<Path, String> names, OpaCommand opa, Path folder, List<String> common)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("check", "--format", "json"));
        arguments.addAll(common);
        var check = opa.run(arguments, folder.resolve(SOURCES));
        var faults = new ArrayList<String>();
        if (check.exit() != 0) {
            collect(check.output().isBlank() ? check.errors() : check.output(), names, faults);
        }
        if (faults.isEmpty()) {
            // OPA writes some of its faults to the one, some to the other.
            var text = (build.errors() + build.output()).strip().replaceFirst("^error: ", "");
            for (var name : names.entrySet()) {
                text = text.replace(name.getKey().toString(), name.getValue());
            }
            faults.add(text);
        }
        return faults;
    }

    private static void collect(String json, Map<Path, String> names, List<String> faults) {
        try {
            if (Json.parse(json) instanceof RegoObject object && object.get("errors") instanceof RegoArray errors) {
                errors.forEach(error -> faults.add(fault(error, names)));
            }
        } catch (MalformedValueException e) {
            // told as OPA's build has it
        }
    }

    private static String fault(RegoValue error, Map<Path, String> names) {
        var message = text(error, "message");
        if (error instanceof RegoObject object && object.get("location") instanceof RegoObject place) {
            return known(text(place, "file"), names) + ":" + number(place, "row") + ":" + number(place, "col") + ": "
                    + text(error, "code") + ": " + message;
        }
        return message;
    }

    /** OPA writes paths of a bundle's files without their first slash. */
    private static String known(String file, Map<Path, String> names) {
        for (var name : names.entrySet()) {
            if (name.getKey().endsWith(Path.of(file))) {
                return name.getValue();
            }
        }
        return file;
    }

    private static String text(@Nullable RegoValue object, String key) {
        return object instanceof RegoObject found && found.get(key) instanceof RegoString(var text) ? text : "";
    }

    private static String number(RegoObject object, String key) {
        return object.get(key) instanceof RegoNumber number ? number.text() : "1";
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

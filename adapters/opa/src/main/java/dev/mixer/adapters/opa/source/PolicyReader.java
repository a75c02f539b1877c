package dev.mixer.adapters.opa.source;

import dev.mixer.adapters.opa.value.RegoObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads a policy from where it is kept. Stateless. */
public final class PolicyReader {
    static final String REGO = ".rego";
    private static final int DEEPEST = 32;

    private PolicyReader() {}

    /** Modules that stand in the configuration itself. */
    public static PolicyFiles ofTexts(List<String> modules) {
        var sources = new ArrayList<RegoSource>();
        for (int i = 0; i < modules.size(); i++) {
            sources.add(new RegoSource("policy[" + i + "]", modules.get(i)));
        }
        return new PolicyFiles("policy", sources, RegoObject.EMPTY, null, "");
    }

    /**
     * What is at a path: a folder, a module, a bundle or a compiled policy.
     *
     * @param limit how many bytes all of it together may have
     */
    public static PolicyFiles ofPath(Path path, long limit) throws InvalidPolicyException, IOException {
        var name = path.toString();
        try {
            if (Files.isDirectory(path)) {
                return ofFiles(name, walk(path, limit, PolicyReader::isRead));
            }
            if (name.endsWith(REGO)) {
                var source = new RegoSource(name, text(name, Files.readAllBytes(path)));
                return new PolicyFiles(name, List.of(source), RegoObject.EMPTY, null, "");
            }
            if (name.endsWith(".wasm")) {
                var compiled = new PolicyFiles.Compiled(Files.readAllBytes(path), null, "");
                return new PolicyFiles(name, List.of(), RegoObject.EMPTY, compiled, "");
            }
            try (var in = Files.newInputStream(path)) {
                return ofFiles(name, Archive.read(in, name, limit));
            }
        } catch (NoSuchFileException e) {
            throw new InvalidPolicyException("there is no " + name);
        }
    }

    /**
     * What changes when anything at a path does: names, sizes and times, cheap enough to be asked for every second.
     *
     * @return equal for equal states
     */
    public static Object fingerprint(Path path) throws IOException {
        var marks = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(path, DEEPEST)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                marks.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
        } catch (NoSuchFileException e) {
            return Map.of();
        }
        return marks;
    }

    static Map<String, byte[]> walk(Path folder, long limit, Predicate<String> wanted)
            throws IOException, InvalidPolicyException {
        var files = new TreeMap<String, byte[]>();
        long left = limit;
        List<Path> found;
        try (Stream<Path> walk = Files.walk(folder, DEEPEST)) {
            found = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (var file : found) {
            var name = folder.relativize(file).toString().replace(java.io.File.separatorChar, '/');
            if (wanted.test(name)) {
                left -= Files.size(file);
                if (left < 0) {
                    throw new InvalidPolicyException(folder + ": has more than " + limit + " bytes");
                }
                files.put(name, Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static boolean isRead(String name) {
        return name.endsWith(REGO)
                || DataDocument.isOne(last(name))
                || List.of(Bundle.WASM, Bundle.PLAN, Bundle.DIGEST, Manifest.FILE)
                        .contains(name);
    }

    static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A policy of its files by their paths within it. */
    static PolicyFiles ofFiles(String name, Map<String, byte[]> files) throws InvalidPolicyException {
        var bundle = Bundle.of(name, files);
        if (bundle.files().sources().isEmpty() && bundle.files().compiled() == null) {
            throw new InvalidPolicyException(name + ": holds neither modules (.rego) nor " + Bundle.WASM);
        }
        return bundle.files();
    }

    static String text(String name, byte[] content) throws InvalidPolicyException {
        try {
            return java.nio.charset.StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(content))
                    .toString();
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new InvalidPolicyException(name + ": is no text in UTF-8");
        }
    }
}

package dev.mixer.adapters.opa.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads bundles, and verifies them where they must be signed. Immutable.
 *
 * @param name what messages call the bundle
 * @param limit how many bytes it may have when it is unpacked
 * @param signatures how it must be signed; empty: not at all
 */
public record BundleReader(String name, long limit, Optional<Signatures> signatures) {
    /** The bundle in an archive. */
    public Bundle ofArchive(byte[] archive) throws InvalidPolicyException {
        return ofFiles(Archive.read(new ByteArrayInputStream(archive), name, limit));
    }

    /** The bundle in an archive, or what {@code before} becomes by the changes (a delta bundle) in it. */
    public Bundle ofArchive(byte[] archive, Bundle before) throws InvalidPolicyException {
        var files = Archive.read(new ByteArrayInputStream(archive), name, limit);
        return files.containsKey(DataPatch.FILE) && signatures.isEmpty() ? before.patched(name, files) : ofFiles(files);
    }

    /** The bundle at a path: an archive or a folder. */
    public Bundle ofPath(Path path) throws InvalidPolicyException, IOException {
        try {
            if (Files.isDirectory(path)) {
                return ofFiles(PolicyReader.walk(path, limit, _ -> true));
            }
            try (var in = Files.newInputStream(path)) {
                return ofFiles(Archive.read(in, name, limit));
            }
        } catch (NoSuchFileException e) {
            throw new InvalidPolicyException(name + ": there is no " + path);
        }
    }

    private Bundle ofFiles(Map<String, byte[]> files) throws InvalidPolicyException {
        if (files.containsKey(DataPatch.FILE)) {
            throw new InvalidPolicyException(
                    name + ": is a delta bundle (" + DataPatch.FILE
                            + "), which can only follow a whole one from the same server, with persist: false and without verify");
        }
        if (signatures.isPresent()) {
            signatures.get().verify(name, files);
        } else if (files.containsKey(Signatures.FILE)) {
            throw new InvalidPolicyException(name + ": is signed, and there is nothing to verify it with; set verify");
        }
        return Bundle.of(name, files);
    }
}

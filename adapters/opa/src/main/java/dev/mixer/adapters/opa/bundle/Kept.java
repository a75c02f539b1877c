package dev.mixer.adapters.opa.bundle;

import dev.mixer.adapters.opa.source.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The archive that was in force last, in a file, for a start without the server. The file's name tells where the archive is from: where
 * the configuration names another server, what was kept from the first is not the policy any more.
 */
record Kept(Supplier<Path> folder, String name, URI uri) {
    private static final int MARK = 16;

    private Path file() {
        var mark = Sha256.hex(uri.toString().getBytes(StandardCharsets.UTF_8)).substring(0, MARK);
        return folder.get().resolve("bundle-" + name + "-" + mark + ".tar.gz");
    }

    Optional<byte[]> read() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** All or nothing, also where the host is killed meanwhile. */
    void write(byte[] archive) throws IOException {
        var file = file();
        var next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, archive);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        deleteOthers(file);
    }

    /** Of this bundle from elsewhere. */
    private void deleteOthers(Path file) throws IOException {
        var own = Pattern.compile("bundle-" + Pattern.quote(name) + "-[0-9a-f]{" + MARK + "}\\.tar\\.gz");
        try (var files = Files.list(folder.get())) {
            for (var other : files.filter(
                            path -> own.matcher(path.getFileName().toString()).matches())
                    .toList()) {
                if (!other.equals(file)) {
                    Files.deleteIfExists(other);
                }
            }
        }
    }
}

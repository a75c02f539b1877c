package dev.mixer.adapters.opa.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;

/** The archive that was in force last, in a file, for a start without the server. */
record Kept(Supplier<Path> folder, String name) {
    private Path file() {
        return folder.get().resolve("bundle-" + name + ".tar.gz");
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
    }
}

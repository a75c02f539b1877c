package dev.mixer.adapters.stdio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/** Packs files that nobody writes to any more (gzip, RFC 1952). */
final class PackedFiles {
    private static final String ENDING = ".gz";
    private static final String UNFINISHED = ".part";

    private PackedFiles() {}

    static boolean isPacked(String name) {
        return name.endsWith(ENDING);
    }

    static Path packed(Path file) {
        return file.resolveSibling(file.getFileName() + ENDING);
    }

    /** Puts a packed file in the place of {@code file}; one that ends half-way is begun again by the next call. */
    static void pack(Path file) throws IOException {
        var packed = packed(file);
        var unfinished = packed.resolveSibling(packed.getFileName() + UNFINISHED);
        try (var in = Files.newInputStream(file);
                var out = new GZIPOutputStream(Files.newOutputStream(unfinished))) {
            in.transferTo(out);
        } catch (NoSuchFileException e) {
            return; // deleted meanwhile, as one too many
        }
        Files.move(unfinished, packed, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(file);
    }
}

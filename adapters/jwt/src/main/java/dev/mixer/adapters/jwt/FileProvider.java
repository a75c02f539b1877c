package dev.mixer.adapters.jwt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** A key set in a file of this machine. */
final class FileProvider implements Provider {
    private final Path path;

    FileProvider(Path path) {
        this.path = path;
    }

    /** What shows that a file was written or replaced; the key is the inode where the system has one. */
    private record Version(
            FileTime modified, long size, @Nullable Object key) {}

    @Override
    public Fetched fetch(@Nullable Object seen) throws IOException {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            // Taken before the content: a change while it is read gives another version next time.
            var version = new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            return version.equals(seen) ? new Unchanged() : new Content(read(), version);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + path, e);
        }
    }

    @Override
    public void close() {}

    private String read() throws IOException {
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(SIZE_LIMIT + 1);
            if (bytes.length > SIZE_LIMIT) {
                throw new IOException(path + " is larger than " + SIZE_LIMIT + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}

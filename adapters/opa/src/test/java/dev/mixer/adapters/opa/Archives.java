package dev.mixer.adapters.opa;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Bundles for tests. */
public final class Archives {
    private Archives() {}

    /** A bundle of one module. */
    static byte[] bundle(String revision, String module) {
        return of(Map.of("policy.rego", module, ".manifest", "{\"revision\": \"" + revision + "\"}"));
    }

    /** An archive of files by their paths. */
    public static byte[] of(Map<String, String> files) {
        return write(tar -> {
            for (var file : files.entrySet()) {
                add(tar, new TarArchiveEntry(file.getKey()), file.getValue().getBytes(UTF_8));
            }
        });
    }

    /** Fills an archive. */
    @FunctionalInterface
    public interface Filling {
        void into(TarArchiveOutputStream tar) throws IOException;
    }

    /** An archive of whatever is put into it. */
    public static byte[] write(Filling filling) {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            filling.into(tar);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /** Adds an entry with content, whatever its kind. */
    public static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content) throws IOException {
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}

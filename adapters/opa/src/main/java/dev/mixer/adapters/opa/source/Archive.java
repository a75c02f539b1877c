package dev.mixer.adapters.opa.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads archives ({@code .tar.gz}) into memory; nothing of them is ever written to a disk. */
final class Archive {
    private static final int MOST_ENTRIES = 100_000;

    /** For what is no content of files: headers of few files, and what fills the last blocks. */
    private static final long SLACK = 1 << 20;

    private Archive() {}

    /**
     * The files by their paths, which have no leading slash.
     *
     * @param limit how many bytes all files together may have when they are unpacked
     * @throws InvalidPolicyException if it is damaged, too large, or a path leads out of it
     */
    static Map<String, byte[]> read(InputStream in, String name, long limit) throws InvalidPolicyException {
        var files = new LinkedHashMap<String, byte[]>();
        long left = limit;
        int entries = 0;
        try (var unpacked = new LimitedInput(new GZIPInputStream(in), limit + SLACK);
                var tar = new TarArchiveInputStream(unpacked)) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entries++ == MOST_ENTRIES) {
                    throw new InvalidPolicyException(name + ": has more than " + MOST_ENTRIES + " entries");
                }
                if (!isFile(entry)) {
                    continue;
                }
                var path = path(entry, name);
                var content = content(tar, left);
                if (content == null) {
                    throw tooLarge(name, limit);
                }
                left -= content.length;
                if (files.put(path, content) != null) {
                    throw new InvalidPolicyException(name + ": has two files " + path);
                }
            }
            unpacked.transferTo(OutputStream.nullOutputStream()); // to the checksum at its end
        } catch (LimitedInput.ExceededException e) {
            throw tooLarge(name, limit);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidPolicyException(name + ": is no archive (.tar.gz), or a damaged one: " + e.getMessage());
        }
        return files;
    }

    private static InvalidPolicyException tooLarge(String name, long limit) {
        return new InvalidPolicyException(name + ": has more than " + limit + " bytes when it is unpacked");
    }

    /** As OPA has it: links and devices are passed over. The library takes links for files. */
    private static boolean isFile(TarArchiveEntry entry) {
        return entry.isFile()
                && !entry.isLink()
                && !entry.isSymbolicLink()
                && !entry.isFIFO()
                && !entry.isCharacterDevice()
                && !entry.isBlockDevice();
    }

    private static String path(TarArchiveEntry entry, String name) throws InvalidPolicyException {
        var path = entry.getName();
        while (path.startsWith("/") || path.startsWith("./")) {
            path = path.substring(path.indexOf('/') + 1);
        }
        for (var part : path.split("/", -1)) {
            if (part.equals("..") || part.indexOf('\\') >= 0) {
                throw new InvalidPolicyException(name + ": the path " + entry.getName() + " leads out of the archive");
            }
        }
        return path;
    }

    private static byte @org.jspecify.annotations.Nullable [] content(InputStream in, long limit) throws IOException {
        var content = new ByteArrayOutputStream();
        var buffer = new byte[16_384];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (content.size() + (long) read > limit) {
                return null;
            }
            content.write(buffer, 0, read);
        }
        return content.toByteArray();
    }
}

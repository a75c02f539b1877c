package dev.mixer.adapters.list;

import dev.mixer.adapters.web.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Which authorities vouch for a web server. Their file is read again each time, so that renewed ones count. */
final class Authorities {
    private final Optional<Path> caFile;
    private byte[] seen = {};
    private @Nullable SSLContext context;

    Authorities(Optional<Path> caFile) {
        this.caFile = caFile;
    }

    /** The same object as long as the file has the same bytes. */
    SSLContext context() throws IOException {
        try {
            if (caFile.isEmpty()) {
                return SSLContext.getDefault();
            }
            var bytes = read(caFile.get());
            if (context == null || !Arrays.equals(bytes, seen)) {
                context = Trust.of(bytes);
                seen = bytes;
            }
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("ca_file " + caFile.map(Path::toString).orElse("") + " holds no PEM certificates", e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no ca_file " + file, e);
        } catch (IOException e) {
            throw new IOException(
                    "ca_file " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}

package dev.mixer.adapters.apikey;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.mixer.spi.BackendState;
import dev.mixer.spi.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps a file of keys live. Readers see one table at a time, whole; a broken file does not replace the one in use. */
final class KeyFile {
    /** How often the file is looked at. */
    static final Duration PERIOD = Duration.ofSeconds(1);

    private static final int SIZE_LIMIT = 16 * 1024 * 1024;

    private final Path path;
    private final Duration ttl;
    private final Host host;
    private volatile @Nullable Loaded loaded;
    private volatile BackendState state = BackendState.connecting("the keys are not loaded yet");
    private @Nullable Version seen;
    private String rejection = "";

    /**
     * Keys and the time until which they count.
     *
     * @param until some time after their file was last readable
     */
    record Loaded(KeyTable table, Instant until) {}

    /** What shows that a file was written or replaced; the key is the inode where the system has one. */
    private record Version(
            FileTime modified, long size, @Nullable Object key) {}

    KeyFile(Path path, Duration ttl, Host host) {
        this.path = path;
        this.ttl = ttl;
        this.host = host;
        host.meters().gauge("apikey_keys", "Keys of the file.", () -> {
            var keys = loaded;
            return keys == null ? 0 : keys.table().size();
        });
    }

    /** The keys, if there are any that still count. */
    @Nullable
    Loaded current(Instant now) {
        var keys = loaded;
        return keys != null && now.isBefore(keys.until()) ? keys : null;
    }

    BackendState state() {
        return state;
    }

    /** Looks at the file, on one thread at a time. */
    synchronized void refresh() {
        var now = host.clock().instant();
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            // Taken before the content: a change while it is read gives another version next time.
            var version = new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            if (!version.equals(seen)) {
                var table = KeyFileReader.read(text());
                seen = version;
                rejection = "";
                loaded = new Loaded(table, now.plus(ttl));
                host.logger().log(INFO, "{0} keys loaded", table.size());
            }
            var keys = loaded;
            if (keys != null && rejection.isEmpty()) {
                loaded = new Loaded(keys.table(), now.plus(ttl));
                state = BackendState.READY;
            } else {
                failed(rejection);
            }
        } catch (BadKeyFileException e) {
            rejection = String.valueOf(e.getMessage());
            failed(rejection);
        } catch (NoSuchFileException e) {
            failed("there is no file " + path);
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    private void failed(String reason) {
        var before = state;
        state = current(host.clock().instant()) == null
                ? BackendState.connecting("no keys that count: " + reason)
                : BackendState.degraded("the keys in use are older ones: " + reason);
        if (!state.equals(before)) {
            host.logger().log(WARNING, state.detail());
        }
    }

    private String text() throws IOException {
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(SIZE_LIMIT + 1);
            if (bytes.length > SIZE_LIMIT) {
                throw new IOException(path + " is larger than " + SIZE_LIMIT + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}

package dev.mixer.engine.delivery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** That one host alone uses a folder. The operating system gives it back when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {
    private static final String NAME = "lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException if another host uses the folder */
    static FolderLock take(Path folder) throws IOException {
        var channel = FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new FolderLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(folder, e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw inUse(folder, null);
    }

    private static IOException inUse(Path folder, @Nullable Throwable cause) {
        return new IOException("another host uses " + folder + "; give each its own XDG_STATE_HOME", cause);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

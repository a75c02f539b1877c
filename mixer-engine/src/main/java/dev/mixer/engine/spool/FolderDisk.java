package dev.mixer.engine.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** A folder of the file system. */
public final class FolderDisk implements Disk {
    private final Path folder;
    private final boolean posix;

    /** Makes the folder where it is not there; others than the owner may not look into it. */
    public FolderDisk(Path folder) throws IOException {
        this.folder = folder;
        this.posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, rights("rwx------"));
        }
    }

    @Override
    public List<String> list() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Override
    public Appender create(String name) throws IOException {
        return new FileAppender(open(name, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public void overwrite(String name, byte[] bytes) throws IOException {
        try (var channel = open(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer, buffer.position());
            }
            channel.truncate(bytes.length);
        }
    }

    @Override
    public void sync(String name) throws IOException {
        try (var channel = open(name, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public void syncNames() throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void read(String name, long position, ByteBuffer target) throws IOException {
        try (var channel = open(name, StandardOpenOption.READ)) {
            long at = position;
            while (target.hasRemaining()) {
                int count = channel.read(target, at);
                if (count < 0) {
                    return;
                }
                at += count;
            }
        }
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(folder.resolve(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private FileChannel open(String name, OpenOption... options) throws IOException {
        return FileChannel.open(folder.resolve(name), Set.of(options), rights("rw-------"));
    }

    private FileAttribute<?>[] rights(String rights) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    private record FileAppender(FileChannel channel) implements Appender {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

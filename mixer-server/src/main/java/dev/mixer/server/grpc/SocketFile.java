package dev.mixer.server.grpc;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a unix socket: its place must be free, and only owner and group may call. */
record SocketFile(Path path) {
    /** What the JDK leaves of the system's {@code sun_path}, which is 108 bytes on Linux and 104 on macOS. */
    private static final int LONGEST = System.getProperty("os.name", "").startsWith("Mac") ? 102 : 106;

    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;

    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(path);
    }

    /**
     * Removes what a process that is dead has left; anything else stays and is in the way.
     *
     * @throws IOException with a sentence for the operator
     */
    void makeRoom() throws IOException {
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST) {
            throw fault("the path has " + length + " bytes, a unix socket's may have " + LONGEST
                    + "; choose a shorter one");
        }
        var folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw fault("the folder " + folder + " does not exist; create it");
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket()) {
            throw fault("the path is something else than a socket, which is left alone; move it away or choose another"
                    + " path");
        }
        if (isAlive()) {
            throw fault("another process is using it; stop that one or choose another path");
        }
        Files.deleteIfExists(path);
    }

    /** Takes away the rights of all but owner and group. */
    void restrict() throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    }

    private boolean isSocket() throws IOException {
        var mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return mode instanceof Integer bits && (bits & TYPE) == SOCKET;
    }

    private boolean isAlive() throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // Does not wait where the queue is full.
            channel.configureBlocking(false);
            channel.connect(address());
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            // The queue is full, or the socket is another user's: in doubt it is alive.
            throw fault("another process may be using it (" + e.getMessage()
                    + "); stop that one, remove the file or choose another path");
        }
    }

    private IOException fault(String sentence) {
        return new IOException("grpc.address unix:" + path + ": " + sentence);
    }
}

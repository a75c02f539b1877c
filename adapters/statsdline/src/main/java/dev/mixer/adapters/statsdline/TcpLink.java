package dev.mixer.adapters.statsdline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection, kept. */
final class TcpLink implements Link {
    private static final int CONNECT_MILLIS = 5000;

    private volatile @Nullable SocketChannel channel;
    private @Nullable InetSocketAddress connected;

    @Override
    public void connect(InetSocketAddress server) throws IOException {
        var current = channel;
        if (current != null && current.isOpen() && server.equals(connected) && isAlive(current)) {
            return;
        }
        drop();
        var next = SocketChannel.open();
        channel = next;
        next.socket().connect(server, CONNECT_MILLIS);
        connected = server;
    }

    @Override
    public void write(ByteBuffer packet) throws IOException {
        var current = channel;
        if (current == null) {
            throw new ClosedChannelException();
        }
        while (packet.hasRemaining()) {
            current.write(packet);
        }
    }

    @Override
    public void drop() {
        Channels.close(channel);
    }

    /*
     * A server that ended has said so before the next batch, and what is written then is lost without a word. Servers say
     * nothing else, so reading without waiting tells.
     */
    private static boolean isAlive(SocketChannel connection) {
        try {
            connection.configureBlocking(false);
            int read = connection.read(ByteBuffer.allocate(64));
            connection.configureBlocking(true);
            return read >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}

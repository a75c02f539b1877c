package dev.mixer.adapters.statsdline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams. The socket is connected, so that the operating system tells where it knows that nobody listens (ICMP port
 * unreachable, after an earlier packet).
 */
final class UdpLink implements Link {
    private volatile @Nullable DatagramChannel channel;
    private @Nullable InetSocketAddress connected;

    @Override
    public void connect(InetSocketAddress server) throws IOException {
        var current = channel;
        if (current != null && current.isOpen() && server.equals(connected)) {
            return;
        }
        drop();
        var next = DatagramChannel.open();
        channel = next;
        next.connect(server);
        connected = server;
    }

    @Override
    public void write(ByteBuffer packet) throws IOException {
        var current = channel;
        if (current == null) {
            throw new ClosedChannelException();
        }
        current.write(packet);
    }

    @Override
    public void drop() {
        Channels.close(channel);
    }
}

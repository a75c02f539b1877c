package dev.mixer.server.grpc;

import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a port that is a unix socket: grpc-java shares its own with ports of its own channel type only. The
 * channel is the JDK's, so that no native library is needed.
 */
final class UnixListener implements AutoCloseable {
    private final NioEventLoopGroup acceptor = new NioEventLoopGroup(1, new DefaultThreadFactory("unix-accept", true));
    private final NioEventLoopGroup workers = new NioEventLoopGroup(0, new DefaultThreadFactory("unix-io", true));

    @SuppressWarnings("NullAway") // null takes an option away that grpc-java sets and such a socket does not have
    void serve(NettyServerBuilder builder) {
        builder.channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(acceptor)
                .workerEventLoopGroup(workers)
                .withChildOption(ChannelOption.SO_KEEPALIVE, null);
    }

    @Override
    public void close() {
        var _ = acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        var _ = workers.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}

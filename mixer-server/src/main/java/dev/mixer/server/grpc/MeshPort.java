package dev.mixer.server.grpc;

import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.ListenAddress;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The gRPC listener that sidecars call: all fronts, health and reflection on one port or unix socket. */
public final class MeshPort implements AutoCloseable {
    private final Server server;
    private final HealthStatusManager health;
    private final ListenAddress address;
    private final Parts parts;

    private MeshPort(Server server, HealthStatusManager health, ListenAddress asked, Parts parts) {
        this.server = server;
        this.health = health;
        this.parts = parts;
        this.address =
                asked instanceof ListenAddress.Tcp tcp ? new ListenAddress.Tcp(tcp.host(), server.getPort()) : asked;
    }

    /** What lives and ends with the server. */
    private record Parts(@Nullable ServerTls tls, @Nullable UnixListener unix) {
        void close() {
            if (tls != null) {
                tls.close();
            }
            if (unix != null) {
                unix.close();
            }
        }
    }

    /**
     * Opens the port; nobody watches its calls.
     *
     * @throws IOException with a sentence for the operator if it cannot be opened
     */
    public static MeshPort open(HostSettings settings, List<BindableService> fronts) throws IOException {
        return open(settings, fronts, List.of());
    }

    /**
     * Opens the port.
     *
     * @param watchers see every call, and change none
     * @throws IOException with a sentence for the operator if it cannot be opened
     */
    public static MeshPort open(HostSettings settings, List<BindableService> fronts, List<ServerInterceptor> watchers)
            throws IOException {
        var address = settings.grpc().address();
        var file = address instanceof ListenAddress.Unix(var path) ? new SocketFile(path) : null;
        if (file != null) {
            file.makeRoom();
        }
        var tls = settings.tls();
        var parts = new Parts(tls == null ? null : ServerTls.open(tls), file == null ? null : new UnixListener());
        var health = new HealthStatusManager();
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
        var builder = builder(address, parts)
                .directExecutor()
                .maxInboundMessageSize((int) settings.limits().maxMessage().bytes())
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        fronts.forEach(builder::addService);
        watchers.forEach(builder::intercept);
        if (tls != null && tls.clientCa() != null) {
            var peers = new PeerCertificates();
            builder.addTransportFilter(peers).intercept(peers);
        }
        var server = builder.build();
        try {
            server.start();
            if (file != null) {
                file.restrict();
            }
            return new MeshPort(server, health, address, parts);
        } catch (IOException e) {
            server.shutdownNow();
            parts.close();
            throw new IOException("grpc.address " + address + " cannot be opened: " + rootMessage(e) + advice(file), e);
        }
    }

    private static NettyServerBuilder builder(ListenAddress address, Parts parts) {
        var socket = switch (address) {
            case ListenAddress.Tcp(var host, var port) -> new InetSocketAddress(host, port);
            case ListenAddress.Unix(var path) -> new SocketFile(path).address();
        };
        var builder = parts.tls() == null
                ? NettyServerBuilder.forAddress(socket)
                : NettyServerBuilder.forAddress(socket, parts.tls().credentials());
        if (parts.unix() != null) {
            parts.unix().serve(builder);
        }
        return builder;
    }

    private static String advice(@Nullable SocketFile file) {
        return file == null
                ? "; is another process using it? choose another with --grpc-address HOST:PORT"
                : "; may this user write to the folder? choose another with --grpc-address unix:/PATH";
    }

    /** The port in use; -1 for a unix socket. */
    public int port() {
        return server.getPort();
    }

    /** Where clients reach it: with the port that was found where none was asked for. */
    public ListenAddress address() {
        return address;
    }

    /** Tells health checkers whether calls are decided by a valid configuration. */
    public void serving(boolean serving) {
        health.setStatus(
                HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
                serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    /** Takes no new connections, lets calls in flight end, at most for {@code limit}. */
    public void close(Duration limit) {
        health.enterTerminalState();
        server.shutdown();
        try {
            if (!server.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        parts.close();
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(1));
    }

    private static String rootMessage(Throwable error) {
        var cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}

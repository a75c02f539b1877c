package dev.mixer.server.grpc;

import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.ListenAddress;
import io.grpc.BindableService;
import io.grpc.Server;
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

/** The gRPC listener that sidecars call: all fronts, health and reflection on one port. */
public final class MeshPort implements AutoCloseable {
    private final Server server;
    private final HealthStatusManager health;
    private final @Nullable ServerTls certificates;

    private MeshPort(Server server, HealthStatusManager health, @Nullable ServerTls certificates) {
        this.server = server;
        this.health = health;
        this.certificates = certificates;
    }

    /**
     * Opens the port.
     *
     * @throws IOException with a sentence for the operator if it cannot be opened
     */
    public static MeshPort open(HostSettings settings, List<BindableService> fronts) throws IOException {
        if (!(settings.grpc().address() instanceof ListenAddress.Tcp(var host, var port))) {
            throw new IOException("grpc.address: unix sockets are not supported by this version; give HOST:PORT");
        }
        var tls = settings.tls();
        var certificates = tls == null ? null : ServerTls.open(tls);
        var address = new InetSocketAddress(host, port);
        var builder = certificates == null
                ? NettyServerBuilder.forAddress(address)
                : NettyServerBuilder.forAddress(address, certificates.credentials());
        var health = new HealthStatusManager();
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
        builder.directExecutor()
                .maxInboundMessageSize((int) settings.limits().maxMessage().bytes())
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        fronts.forEach(builder::addService);
        if (tls != null && tls.clientCa() != null) {
            var peers = new PeerCertificates();
            builder.addTransportFilter(peers).intercept(peers);
        }
        try {
            return new MeshPort(builder.build().start(), health, certificates);
        } catch (IOException e) {
            if (certificates != null) {
                certificates.close();
            }
            throw new IOException(
                    "grpc.address " + settings.grpc().address() + " cannot be opened: " + rootMessage(e)
                            + "; is another process using it? choose another with --grpc-address HOST:PORT",
                    e);
        }
    }

    /** The port in use. */
    public int port() {
        return server.getPort();
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
        if (certificates != null) {
            certificates.close();
        }
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

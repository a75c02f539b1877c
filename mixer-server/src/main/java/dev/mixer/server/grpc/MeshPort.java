package dev.mixer.server.grpc;

import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.ListenAddress;
import dev.mixer.engine.config.settings.TlsFiles;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The gRPC listener that sidecars call: all fronts, health and reflection on one port. */
public final class MeshPort implements AutoCloseable {
    private static final long CERTIFICATE_CHECK_SECONDS = 1;

    private final Server server;
    private final HealthStatusManager health;
    private final @Nullable ScheduledExecutorService certificates;

    private MeshPort(Server server, HealthStatusManager health, @Nullable ScheduledExecutorService certificates) {
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
        var certificates = tls == null ? null : Executors.newSingleThreadScheduledExecutor(MeshPort::daemon);
        var address = new InetSocketAddress(host, port);
        var builder = tls == null || certificates == null
                ? NettyServerBuilder.forAddress(address)
                : NettyServerBuilder.forAddress(address, credentials(tls, certificates));
        var health = new HealthStatusManager();
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
        builder.directExecutor()
                .maxInboundMessageSize((int) settings.limits().maxMessage().bytes())
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        fronts.forEach(builder::addService);
        try {
            return new MeshPort(builder.build().start(), health, certificates);
        } catch (IOException e) {
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
            certificates.shutdownNow();
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(1));
    }

    private static ServerCredentials credentials(TlsFiles tls, ScheduledExecutorService timer) throws IOException {
        try {
            var keys = new AdvancedTlsX509KeyManager();
            var _ = keys.updateIdentityCredentials(
                    tls.certificate().toFile(), tls.key().toFile(), CERTIFICATE_CHECK_SECONDS, TimeUnit.SECONDS, timer);
            var credentials = TlsServerCredentials.newBuilder().keyManager(keys);
            if (tls.clientCa() != null) {
                var trust = AdvancedTlsX509TrustManager.newBuilder().build();
                var _ = trust.updateTrustCredentials(
                        tls.clientCa().toFile(), CERTIFICATE_CHECK_SECONDS, TimeUnit.SECONDS, timer);
                credentials.trustManager(trust).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
            }
            return credentials.build();
        } catch (GeneralSecurityException e) {
            throw new IOException("tls: the certificate or its key cannot be used: " + e.getMessage(), e);
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "certificates");
        thread.setDaemon(true);
        return thread;
    }

    private static String rootMessage(Throwable error) {
        var cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}

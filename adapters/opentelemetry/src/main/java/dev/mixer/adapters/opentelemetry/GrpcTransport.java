package dev.mixer.adapters.opentelemetry;

import dev.mixer.adapters.sending.Tls;
import dev.mixer.spi.AdapterException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** OTLP/gRPC over one connection with one thread of its own. */
final class GrpcTransport implements Transport {
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static final long CLOSE_SECONDS = 2;
    private static final int PLAIN_PORT = 4317;
    private static final int SECURE_PORT = 443;

    /** What the specification has retried; RESOURCE_EXHAUSTED too, where the server says when. */
    private static final Set<Status.Code> RETRYABLE = Set.of(
            Status.Code.CANCELLED,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.ABORTED,
            Status.Code.OUT_OF_RANGE,
            Status.Code.UNAVAILABLE,
            Status.Code.DATA_LOSS);

    /** Refusals of the host rather than of what it sent. */
    private static final Set<Status.Code> OF_THE_HOST =
            Set.of(Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED, Status.Code.UNIMPLEMENTED);

    private final NioEventLoopGroup loop =
            new NioEventLoopGroup(1, new DefaultThreadFactory("opentelemetry-grpc", true));
    private final ManagedChannel connection;
    private final Channel channel;
    private final String authority;
    private final long limitNanos;
    private final boolean gzip;

    /** Opens no connection yet. */
    GrpcTransport(OpentelemetryParameters parameters, Tls tls) throws AdapterException {
        var endpoint = parameters.endpoint();
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : parameters.secure() ? SECURE_PORT : PLAIN_PORT;
        var builder = NettyChannelBuilder.forAddress(endpoint.getHost().replaceAll("[\\[\\]]", ""), port)
                .eventLoopGroup(loop)
                .channelType(NioSocketChannel.class)
                .directExecutor()
                .disableRetry();
        if (parameters.secure()) {
            try {
                builder.sslContext(GrpcSslContexts.configure(
                                SslContextBuilder.forClient()
                                        .trustManager(tls.trust())
                                        .keyManager(tls.proof()),
                                SslProvider.JDK)
                        .build());
            } catch (SSLException e) {
                var _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
                throw AdapterException.permanent("TLS cannot be set up: " + e.getMessage(), e);
            }
        } else {
            builder.usePlaintext();
        }
        this.connection = builder.build();
        this.authority = endpoint.toString();
        this.limitNanos = parameters.timeout().toNanos();
        this.gzip = parameters.gzip();
        var headers = new Metadata();
        parameters
                .headers()
                .forEach((name, value) -> headers.put(
                        Metadata.Key.of(name.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER),
                        value.reveal()));
        this.channel = ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Override
    public byte[] export(Signal signal, byte[] request) throws AdapterException, InterruptedException {
        var options = CallOptions.DEFAULT
                .withDeadlineAfter(limitNanos, TimeUnit.NANOSECONDS)
                .withCompression(gzip ? "gzip" : "identity");
        try {
            return ClientCalls.blockingUnaryCall(channel, method(signal), options, request);
        } catch (StatusRuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while " + authority + " was asked");
            }
            // The host decides when to try again: the next attempt shall connect at once.
            connection.enterIdle();
            throw failure(e);
        }
    }

    private AdapterException failure(StatusRuntimeException failure) {
        var code = failure.getStatus().getCode();
        var trailers = failure.getTrailers();
        var details = trailers == null ? null : trailers.get(DETAILS);
        Optional<java.time.Duration> delay = details == null ? Optional.empty() : RpcStatus.retryDelay(details);
        var cause = failure.getStatus().getCause();
        var message = authority + " answered " + code + ": "
                + failure.getStatus().getDescription() + (cause == null ? "" : " (" + cause + ")");
        // With a cause it is not the collector's word: the connection broke, whatever code that was given.
        boolean retry = cause != null
                || RETRYABLE.contains(code)
                || OF_THE_HOST.contains(code)
                || (code == Status.Code.RESOURCE_EXHAUSTED && delay.isPresent());
        if (!retry) {
            return AdapterException.permanent(message, failure);
        }
        return delay.isPresent()
                ? AdapterException.transientFailure(message, failure, delay.get())
                : AdapterException.transientFailure(message, failure);
    }

    /** Waits until the connection and its thread have ended, which takes no time but while they are being opened. */
    @Override
    public void close() {
        connection.shutdownNow();
        try {
            var _ = connection.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var ended = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        try {
            var _ = ended.await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static MethodDescriptor<byte[], byte[]> method(Signal signal) {
        return MethodDescriptor.newBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(signal.fullMethodName())
                .build();
    }
}

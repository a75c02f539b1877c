package dev.mixer.server.front.accesslog;

import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.server.grpc.ByteMarshaller;
import dev.mixer.server.grpc.CallPeer;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ScheduledExecutorService;

/**
 * {@code envoy.service.accesslog.v3.AccessLogService}. Each message of a stream is one report, and the next is read when that
 * report is done: a stream takes no more memory on its second day than in its first minute. Safe for use by many threads.
 */
public final class AccessLogFront implements BindableService {
    private final Mixer mixer;
    private final ScheduledExecutorService timer;
    private final int maxMessageBytes;
    private final LogMeters meters;

    /**
     * A front that is not bound to a server yet.
     *
     * @param timer runs short work later, for streams that wait for a first valid configuration
     * @param maxMessageBytes the largest message that is reported; a larger one is counted and skipped
     */
    public AccessLogFront(Mixer mixer, MeterRegistry meters, ScheduledExecutorService timer, int maxMessageBytes) {
        this.mixer = mixer;
        this.timer = timer;
        this.maxMessageBytes = maxMessageBytes;
        this.meters = LogMeters.in(meters);
    }

    @Override
    public ServerServiceDefinition bindService() {
        // Taken as bytes: a message that is none must not end the stream.
        var method = AccessLogServiceGrpc.getStreamAccessLogsMethod().toBuilder(
                        ByteMarshaller.INSTANCE,
                        AccessLogServiceGrpc.getStreamAccessLogsMethod().getResponseMarshaller())
                .build();
        var service = ServiceDescriptor.newBuilder(AccessLogServiceGrpc.SERVICE_NAME)
                .setSchemaDescriptor(AccessLogServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
                .addMethod(method)
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(method, ServerCalls.asyncClientStreamingCall(this::open))
                .build();
    }

    private StreamObserver<byte[]> open(StreamObserver<StreamAccessLogsResponse> client) {
        var stream = new LogStream(
                mixer,
                timer,
                maxMessageBytes,
                meters,
                (ServerCallStreamObserver<StreamAccessLogsResponse>) client,
                CallPeer.current());
        stream.start();
        return stream;
    }
}

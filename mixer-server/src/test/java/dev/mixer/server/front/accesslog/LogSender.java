package dev.mixer.server.front.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.server.grpc.ByteMarshaller;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A stream as a sidecar holds it, of whatever bytes it is given. */
final class LogSender {
    private final CompletableFuture<StreamAccessLogsResponse> response = new CompletableFuture<>();
    private final StreamObserver<byte[]> requests;

    LogSender(Channel channel) {
        var method = AccessLogServiceGrpc.getStreamAccessLogsMethod().toBuilder(
                        ByteMarshaller.INSTANCE,
                        AccessLogServiceGrpc.getStreamAccessLogsMethod().getResponseMarshaller())
                .build();
        requests = ClientCalls.asyncClientStreamingCall(
                channel.newCall(method, CallOptions.DEFAULT), new StreamObserver<>() {
                    private @Nullable StreamAccessLogsResponse last;

                    @Override
                    public void onNext(StreamAccessLogsResponse value) {
                        last = value;
                    }

                    @Override
                    public void onError(Throwable error) {
                        response.completeExceptionally(error);
                    }

                    @Override
                    public void onCompleted() {
                        response.complete(last == null ? StreamAccessLogsResponse.getDefaultInstance() : last);
                    }
                });
    }

    void send(byte[] message) {
        requests.onNext(message);
    }

    /** Ends the sidecar's side and waits for the host's. */
    void end() throws Exception {
        requests.onCompleted();
        assertThat(response.get(10, TimeUnit.SECONDS)).isNotNull();
    }
}

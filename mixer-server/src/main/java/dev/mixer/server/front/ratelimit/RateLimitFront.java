package dev.mixer.server.front.ratelimit;

import dev.mixer.engine.config.settings.RateLimits;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.server.grpc.ByteService;
import dev.mixer.server.grpc.CallGate;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code envoy.service.ratelimit.v3.RateLimitService}. What is no valid request ends as INVALID_ARGUMENT, everything else as
 * a decision (contract C14). Safe for use by many threads.
 */
public final class RateLimitFront implements BindableService {
    /** What the sidecar needs to get the answer before its own time-out strikes. */
    private static final long HEAD_START_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final System.Logger LOG = System.getLogger(RateLimitFront.class.getName());

    private final Mixer mixer;
    private final CallGate gate;
    private final int maxMessageBytes;
    private final RateLimits settings;

    /**
     * A front that is not bound to a server yet.
     *
     * @param settings which headers for the client answers carry
     */
    public RateLimitFront(Mixer mixer, CallGate gate, int maxMessageBytes, RateLimits settings) {
        this.mixer = mixer;
        this.gate = gate;
        this.maxMessageBytes = maxMessageBytes;
        this.settings = settings;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ByteService.of(
                RateLimitServiceGrpc.getServiceDescriptor(),
                RateLimitServiceGrpc.getShouldRateLimitMethod(),
                this::shouldRateLimit);
    }

    private void shouldRateLimit(byte[] message, StreamObserver<RateLimitResponse> client) {
        if (!gate.enter()) {
            client.onError(CallGate.OVERLOADED.asRuntimeException());
            return;
        }
        if (client instanceof ServerCallStreamObserver<?> call) {
            // Without a handler, the answer to a call that is cancelled in between would throw.
            call.setOnCancelHandler(() -> {});
        }
        var _ = decide(message, CallGate.deadline() - HEAD_START_NANOS).whenComplete((reply, error) -> {
            try {
                answer(client, reply, error);
            } finally {
                gate.leave();
            }
        });
    }

    private CompletableFuture<RateLimitResponse> decide(byte[] message, long deadline) {
        try {
            var request = RateRequest.parse(message, maxMessageBytes);
            return mixer.limit(request.message().getDomain(), request.descriptors(), deadline)
                    .thenApply(decision -> RateReply.of(decision, request.message(), settings));
        } catch (Throwable e) { // errors too: whatever happens, the gate must be left and the call be answered
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answer(
            StreamObserver<RateLimitResponse> client, @Nullable RateLimitResponse reply, @Nullable Throwable error) {
        if (error instanceof InvalidRequestException) {
            client.onError(
                    Status.INVALID_ARGUMENT.withDescription(error.getMessage()).asRuntimeException());
            return;
        }
        if (reply == null) {
            LOG.log(System.Logger.Level.ERROR, "a rate limit failed unexpectedly and was taken as reached", error);
        }
        client.onNext(reply == null ? RateReply.failed(settings) : reply);
        client.onCompleted();
    }
}

package dev.mixer.server.front.extauthz;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.envoy.CheckRequestBag;
import dev.mixer.envoy.ExtAuthzSettings;
import dev.mixer.envoy.FaultySidecarException;
import dev.mixer.server.grpc.ByteService;
import dev.mixer.server.grpc.CallGate;
import dev.mixer.server.grpc.CallPeer;
import dev.mixer.server.trace.TracedCalls;
import dev.mixer.spi.Status;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code envoy.service.auth.v3.Authorization}. Whatever a request holds, the answer is a decision (contract C14): a sidecar
 * that is set to fail open lets pass what ends in a transport error. Safe for use by many threads.
 */
public final class ExtAuthzFront implements BindableService {
    /** What the sidecar needs to get the answer before its own time-out strikes. */
    private static final long HEAD_START_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final System.Logger LOG = System.getLogger(ExtAuthzFront.class.getName());

    private final Mixer mixer;
    private final CallGate gate;
    private final ExtAuthzSettings settings;
    private final SidecarFaults faults;

    /** A front that is not bound to a server yet. */
    public ExtAuthzFront(Mixer mixer, CallGate gate, ExtAuthzSettings settings, MeterRegistry meters) {
        this.mixer = mixer;
        this.gate = gate;
        this.settings = settings;
        this.faults =
                new SidecarFaults(meters, InstantSource.system(), line -> LOG.log(System.Logger.Level.WARNING, line));
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ByteService.of(
                AuthorizationGrpc.getServiceDescriptor(), AuthorizationGrpc.getCheckMethod(), this::check);
    }

    private void check(byte[] message, StreamObserver<CheckResponse> client) {
        if (!gate.enter()) {
            client.onError(CallGate.OVERLOADED.asRuntimeException());
            return;
        }
        if (client instanceof ServerCallStreamObserver<?> call) {
            // Without a handler, the answer to a call that is cancelled in between would throw.
            call.setOnCancelHandler(() -> {});
        }
        var _ = decide(message, CallGate.deadline() - HEAD_START_NANOS).whenComplete((decision, error) -> {
            try {
                client.onNext(reply(decision, error));
                client.onCompleted();
            } finally {
                gate.leave();
            }
        });
    }

    private CompletableFuture<Decision> decide(byte[] message, long deadline) {
        try {
            var request = parse(message);
            var peer = CallPeer.current();
            return mixer.check(new Call(
                    vocabulary -> peer.over(CheckRequestBag.of(request, vocabulary, settings)),
                    deadline,
                    new Call.Quotas.EachOnce(),
                    false,
                    TracedCalls.current()));
        } catch (Throwable e) { // errors too: whatever happens, the gate must be left and the call be denied
            return CompletableFuture.failedFuture(e);
        }
    }

    private CheckRequest parse(byte[] message) throws InvalidRequestException {
        if (message.length > settings.maxMessageBytes()) {
            throw new InvalidRequestException("the request is larger than " + settings.maxMessageBytes() + " bytes");
        }
        try {
            return CheckRequest.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRequestException("the message is no valid protobuf");
        }
    }

    private CheckResponse reply(@Nullable Decision decision, @Nullable Throwable error) {
        if (decision == null) {
            return refused(error);
        }
        try {
            return CheckReply.of(decision, settings.decisionIdHeader());
        } catch (RuntimeException e) {
            return refused(e);
        }
    }

    private CheckResponse refused(@Nullable Throwable error) {
        if (error instanceof FaultySidecarException fault) {
            faults.record(fault);
        }
        if (error instanceof InvalidRequestException) {
            var reason = String.valueOf(error.getMessage());
            return CheckReply.refused(Status.of(Status.Code.INVALID_ARGUMENT, reason), settings.decisionIdHeader());
        }
        LOG.log(System.Logger.Level.ERROR, "a check failed unexpectedly and was denied", error);
        return CheckReply.refused(
                Status.of(Status.Code.PERMISSION_DENIED, "the check failed"), settings.decisionIdHeader());
    }
}

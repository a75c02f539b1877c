package dev.mixer.server.front.mixer;

import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.proto.v1.MixerGrpc;
import dev.mixer.server.grpc.ByteMarshaller;
import dev.mixer.server.grpc.CallGate;
import dev.mixer.server.grpc.CallPeer;
import dev.mixer.server.trace.TracedCalls;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The service {@code istio.mixer.v1.Mixer}: Check and Report. Safe for use by many threads. */
public final class MixerFront implements BindableService {
    private static final byte[] EMPTY_REPORT_RESPONSE = new byte[0];
    private static final long ROOM_FOR_THE_WAY_BACK = TimeUnit.MILLISECONDS.toNanos(20);

    private final Mixer mixer;
    private final CallGate gate;
    private final long maxRequestBytes;
    private volatile @Nullable Names names;

    /** @param maxRequestBytes a larger request is refused with INVALID_ARGUMENT */
    public MixerFront(Mixer mixer, CallGate gate, long maxRequestBytes) {
        this.mixer = mixer;
        this.gate = gate;
        this.maxRequestBytes = maxRequestBytes;
    }

    @Override
    public ServerServiceDefinition bindService() {
        var generated = MixerGrpc.getServiceDescriptor();
        var check = method(MixerGrpc.getCheckMethod());
        var report = method(MixerGrpc.getReportMethod());
        var service = ServiceDescriptor.newBuilder(generated.getName())
                .setSchemaDescriptor(generated.getSchemaDescriptor())
                .addMethod(check)
                .addMethod(report)
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(check, ServerCalls.asyncUnaryCall(this::check))
                .addMethod(report, ServerCalls.asyncUnaryCall(this::report))
                .build();
    }

    private static MethodDescriptor<byte[], byte[]> method(MethodDescriptor<?, ?> generated) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(generated.getFullMethodName())
                .setSchemaDescriptor(generated.getSchemaDescriptor())
                .setRequestMarshaller(ByteMarshaller.INSTANCE)
                .setResponseMarshaller(ByteMarshaller.INSTANCE)
                .build();
    }

    private void check(byte[] message, StreamObserver<byte[]> reply) {
        if (!gate.enter()) {
            reply.onError(CallGate.OVERLOADED.asException());
            return;
        }
        CompletableFuture<Decision> decided;
        int globalWords;
        try {
            requireSize(message);
            var request = CheckMessage.parse(message);
            globalWords = request.globalWordCount() == 0 ? GlobalDictionary.INSTANCE.size() : request.globalWordCount();
            var quotas =
                    request.quotas().isEmpty() ? NO_QUOTAS : new Call.Quotas.Named(request.quotas(), request.dedupId());
            var peer = CallPeer.current();
            decided = mixer.check(new Call(
                    vocabulary -> peer.over(request.bag(vocabulary, this::names)),
                    CallGate.deadline() - ROOM_FOR_THE_WAY_BACK,
                    quotas,
                    false,
                    TracedCalls.current()));
        } catch (Throwable e) { // errors too: whatever happens, the gate must be left and the call be denied
            gate.leave();
            reply.onError(refused(e));
            return;
        }
        var _ = decided.whenComplete((decision, error) -> {
            gate.leave();
            if (error == null) {
                answer(reply, decision, globalWords);
            } else {
                reply.onError(refused(error));
            }
        });
    }

    private static final Call.Quotas NO_QUOTAS = new Call.Quotas.None();

    private void report(byte[] message, StreamObserver<byte[]> reply) {
        if (!gate.enter()) {
            reply.onError(CallGate.OVERLOADED.asException());
            return;
        }
        CompletableFuture<dev.mixer.spi.Status> taken;
        try {
            requireSize(message);
            var request = ReportMessage.parse(message);
            var peer = CallPeer.current();
            taken = mixer.report(
                    vocabulary -> request.bags(vocabulary, this::names).stream()
                            .map(peer::over)
                            .toList(),
                    CallGate.deadline(),
                    TracedCalls.current());
        } catch (Throwable e) { // errors too, as above
            gate.leave();
            reply.onError(refused(e));
            return;
        }
        var _ = taken.whenComplete((status, error) -> {
            gate.leave();
            if (error != null) {
                reply.onError(refused(error));
            } else if (status.isOk()) {
                send(reply, EMPTY_REPORT_RESPONSE);
            } else {
                reply.onError(Status.fromCodeValue(status.code().number())
                        .withDescription(status.message())
                        .asException());
            }
        });
    }

    private static void answer(StreamObserver<byte[]> reply, Decision decision, int globalWords) {
        byte[] message;
        try {
            message = CheckReply.of(decision, globalWords);
        } catch (Throwable e) { // an answer that cannot be written must not leave the caller waiting
            reply.onError(refused(e));
            return;
        }
        send(reply, message);
    }

    private static void send(StreamObserver<byte[]> reply, byte[] message) {
        reply.onNext(message);
        reply.onCompleted();
    }

    private void requireSize(byte[] message) throws InvalidRequestException {
        if (message.length > maxRequestBytes) {
            throw new InvalidRequestException(
                    "the request has " + message.length + " bytes, the limit is " + maxRequestBytes);
        }
    }

    /** What is no fault of the message is one of the host itself; the caller gets a definite denial all the same (C6). */
    private static StatusException refused(Throwable error) {
        if (error instanceof InvalidRequestException) {
            return Status.INVALID_ARGUMENT.withDescription(error.getMessage()).asException();
        }
        System.getLogger(MixerFront.class.getName())
                .log(System.Logger.Level.ERROR, "a call failed in the host itself", error);
        return Status.PERMISSION_DENIED
                .withDescription("the host failed to decide")
                .asException();
    }

    private Names names(Vocabulary vocabulary) {
        var known = names;
        if (known == null || known.vocabulary() != vocabulary) {
            known = Names.of(vocabulary);
            names = known;
        }
        return known;
    }
}

package dev.mixer.server.scenario;

import dev.mixer.proto.v1.MixerGrpc;
import dev.mixer.server.grpc.ByteMarshaller;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;

/** Calls to Mixer v1 whose messages are bytes, so that they can be wrong. */
final class WireCall {
    private static final MethodDescriptor<byte[], byte[]> CHECK = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MixerGrpc.getCheckMethod().getFullMethodName())
            .setRequestMarshaller(ByteMarshaller.INSTANCE)
            .setResponseMarshaller(ByteMarshaller.INSTANCE)
            .build();

    private WireCall() {}

    static ManagedChannel channel(PackagedServer server) {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.grpc())
                .usePlaintext()
                .build();
    }

    static byte[] check(ManagedChannel channel, byte[] message) {
        return ClientCalls.blockingUnaryCall(
                channel, CHECK, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), message);
    }
}

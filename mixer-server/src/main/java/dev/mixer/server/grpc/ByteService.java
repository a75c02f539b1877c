package dev.mixer.server.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;

/**
 * Services of one method whose requests come as bytes: grpc-java itself would answer INTERNAL to those that are no valid message,
 * such as a header in Latin-1.
 */
public final class ByteService {
    private ByteService() {}

    /** The service of a generated method, with that method alone. */
    public static <A> ServerServiceDefinition of(
            ServiceDescriptor generated, MethodDescriptor<?, A> original, ServerCalls.UnaryMethod<byte[], A> answer) {
        var method = original.toBuilder(ByteMarshaller.INSTANCE, original.getResponseMarshaller())
                .build();
        var service = ServiceDescriptor.newBuilder(generated.getName())
                .setSchemaDescriptor(generated.getSchemaDescriptor())
                .addMethod(method)
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(method, ServerCalls.asyncUnaryCall(answer))
                .build();
    }
}

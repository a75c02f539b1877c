package dev.mixer.server.front.extauthz;

import dev.mixer.server.grpc.ByteMarshaller;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;

/** A sidecar that sends whatever bytes it is given. */
final class ExtAuthzClient {
    private static final MethodDescriptor<byte[], CheckResponse> METHOD = AuthorizationGrpc.getCheckMethod().toBuilder(
                    ByteMarshaller.INSTANCE, AuthorizationGrpc.getCheckMethod().getResponseMarshaller())
            .build();

    private final Channel channel;

    ExtAuthzClient(Channel channel) {
        this.channel = channel;
    }

    CheckResponse check(byte[] message) {
        var options = CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS);
        return ClientCalls.blockingUnaryCall(channel, METHOD, options, message);
    }
}

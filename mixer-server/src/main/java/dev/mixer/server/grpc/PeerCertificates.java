package dev.mixer.server.grpc;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Reads the name in a client's certificate once for each connection and tells it to the connection's calls. */
final class PeerCertificates extends ServerTransportFilter implements ServerInterceptor {
    private static final Attributes.Key<CallPeer> PEER = Attributes.Key.create("mixer-call-peer");

    @Override
    public Attributes transportReady(Attributes transport) {
        var name = name(transport);
        return name == null
                ? transport
                : transport.toBuilder().set(PEER, CallPeer.named(name)).build();
    }

    private static @Nullable String name(Attributes transport) {
        var session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return null;
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate leaf ? SpiffeName.of(leaf) : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var peer = call.getAttributes().get(PEER);
        return peer == null
                ? next.startCall(call, headers)
                : Contexts.interceptCall(Context.current().withValue(CallPeer.KEY, peer), call, headers, next);
    }
}

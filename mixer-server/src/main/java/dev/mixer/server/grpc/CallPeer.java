package dev.mixer.server.grpc;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.HostAttributes;
import dev.mixer.engine.attribute.Vocabulary;
import io.grpc.Context;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of the connection that carries a call, by its verified certificate. Says nothing about whose
 * request the call is about: that is {@code source.principal}.
 */
public final class CallPeer {
    static final Context.Key<CallPeer> KEY = Context.key("mixer-call-peer");

    private static final CallPeer UNKNOWN = new CallPeer(null);
    private static final int ID =
            Vocabulary.standard().require(HostAttributes.PEER_PRINCIPAL).id();

    private final @Nullable String principal;

    private CallPeer(@Nullable String principal) {
        this.principal = principal;
    }

    static CallPeer named(String principal) {
        return new CallPeer(principal);
    }

    /** The peer of the gRPC call that this thread is in; ask before work goes to another thread. */
    public static CallPeer current() {
        var peer = KEY.get();
        return peer == null ? UNKNOWN : peer;
    }

    /** A call's attributes with what is known of the peer; where nothing is known, the bag itself. */
    public AttributeBag over(AttributeBag bag) {
        return principal == null ? bag : new WithPeer(bag, principal);
    }

    private record WithPeer(AttributeBag bag, String principal) implements AttributeBag {
        @Override
        public @Nullable Object value(Attribute attribute) {
            return attribute.id() == ID ? principal : bag.value(attribute);
        }

        @Override
        public @Nullable Object entry(Attribute attribute, String key) {
            return bag.entry(attribute, key);
        }

        @Override
        public boolean has(Attribute attribute) {
            return attribute.id() == ID || bag.has(attribute);
        }
    }
}

package dev.mixer.envoy;

import dev.mixer.engine.attribute.Unusable;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.ValueText;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Reads Envoy's addresses. A pipe has neither IP nor port. */
public final class Addresses {
    private Addresses() {}

    /** The IP of a socket address; {@link Unusable} where its text is none (contract C9). */
    public static @Nullable Object ip(Address address) {
        var text = address.getSocketAddress().getAddress();
        return text.isEmpty() ? null : ip(text);
    }

    /** The IP that a text holds, or {@link Unusable}. */
    public static Object ip(String text) {
        try {
            return ValueText.parse(ValueType.IP_ADDRESS, text);
        } catch (IllegalArgumentException e) {
            return new Unusable("an address is no IP address");
        }
    }

    /** The port of a socket address, where it is a number. */
    public static @Nullable Object port(Address address) {
        var socket = address.getSocketAddress();
        return socket.getPortSpecifierCase() == SocketAddress.PortSpecifierCase.PORT_VALUE
                ? (Object) (long) socket.getPortValue()
                : null;
    }
}
